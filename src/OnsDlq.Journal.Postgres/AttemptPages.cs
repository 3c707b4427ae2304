using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using OnsDlq.Moving;
using OnsDlq.Realms;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads the attempts that a query asks for, newest first.</summary>
/// <param name="place">Where the journal is.</param>
/// <param name="source">The connections to read with.</param>
internal sealed class AttemptPages(Place place, Links source)
{
    private const int Size = 500;

    /// <summary>
    /// Reads page after page by number (keyset paging), so that a slow consumer neither fills the memory nor keeps a connection or a snapshot.
    /// </summary>
    public async IAsyncEnumerable<RecordedAttempt> ReadAllAsync(AttemptQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        do
        {
            var from = before;
            var page = await source.ReadAsync(connection => ReadAsync(connection, query, from, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var found in page.Attempts) yield return found;
            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>All names in the journal of a service.</summary>
    public static async Task<string[]?> RealmsOfAsync(NpgsqlConnection connection, Place place, string? realm, CancellationToken cancellationToken)
    {
        if (realm is null) return null;
        var names = await Sql.ReadAsync(
            connection, $"SELECT DISTINCT realm FROM {place.Table("queue")}", row => row.Text(0), cancellationToken).ConfigureAwait(false);
        return [.. names.Where(name => Realm.Covers(realm, name))];
    }

    private async Task<(List<RecordedAttempt> Attempts, long? Next)> ReadAsync(
        NpgsqlConnection connection, AttemptQuery query, long? before, CancellationToken cancellationToken)
    {
        var realms = await RealmsOfAsync(connection, place, query.Realm, cancellationToken).ConfigureAwait(false);
        var (sql, values) = Select(query, before, realms);
        var found = await ReadAsync(connection, sql, values, cancellationToken).ConfigureAwait(false);

        // Which outcome counts is decided in one place, OutcomeFold, and not in SQL.
        var attempts = found.Select(one => one.Recorded)
            .Where(recorded => query.Statuses.Count == 0 || (recorded.Attempt.Outcome is { } outcome && query.Statuses.Contains(outcome.Status)));
        return ([.. attempts], found.Count == Size ? found[^1].Number : null);
    }

    /// <summary>Reads the attempts after one, oldest first, and the number of the last of them.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The number of that one.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(List<MovedAttempt> Attempts, long Last)> ReadAfterAsync(
        NpgsqlConnection connection, long after, int most, CancellationToken cancellationToken)
    {
        var sql = Select($"SELECT number FROM {place.Table("attempt")} WHERE number > $1 ORDER BY number LIMIT $2", "ASC");
        var found = await ReadAsync(connection, sql, [after, most], cancellationToken).ConfigureAwait(false);
        return (
            found.ConvertAll(one => new MovedAttempt(one.Recorded.Key, one.Recorded.Attempt, one.Entries)),
            found.Count == 0 ? after : found[^1].Number);
    }

    private static async Task<List<(long Number, RecordedAttempt Recorded, long[] Entries)>> ReadAsync(
        NpgsqlConnection connection, string sql, object?[] values, CancellationToken cancellationToken)
    {
        var found = new List<(long Number, RecordedAttempt Recorded, long[] Entries, List<AttemptOutcome> Outcomes, bool Live)>();
        await Sql.ReadAsync(connection, sql, Add, cancellationToken, values).ConfigureAwait(false);
        return found.ConvertAll(one => (
            one.Number, one.Recorded with { Attempt = AttemptRows.With(one.Recorded.Attempt, one.Outcomes, one.Live) }, one.Entries));

        bool Add(NpgsqlDataReader row)
        {
            if (found.Count == 0 || found[^1].Number != row.GetInt64(6))
            {
                var attempt = AttemptRows.Read(row, 6);
                var run = new BegunRun(attempt.RunId, row.Time(5), attempt.User, attempt.Holder, attempt.Reason);
                var key = new Messages.MessageKey(row.Text(0), row.Text(1), row.Text(2), row.Text(3));
                found.Add((row.GetInt64(6), new(key, row.GetInt64(4), attempt, run), row.Numbers(17), [], AttemptRows.IsLive(row, 6)));
            }

            if (AttemptRows.ReadOutcome(row, 6) is { } outcome) found[^1].Outcomes.Add(outcome);
            return true;
        }
    }

    private (string Sql, object?[] Values) Select(AttemptQuery query, long? before, string[]? realms)
    {
        var values = new List<object?>();
        var where = new StringBuilder("true");
        void Narrow(string condition, object? value)
        {
            if (value is null) return;
            values.Add(value);
            where.Append(CultureInfo.InvariantCulture, $" AND {string.Format(CultureInfo.InvariantCulture, condition, $"${values.Count}")}");
        }

        Narrow("attempt.number < {0}", before);
        Narrow("queue.realm = ANY ({0})", realms);
        Narrow("lower(queue.instance_id) = lower({0} COLLATE \"C\")", query.InstanceId);
        Narrow("lower(queue.group_id) = lower({0} COLLATE \"C\")", query.GroupId);
        Narrow("message.msg_id = ANY ({0})", query.MsgIds.Count == 0 ? null : query.MsgIds.Select(id => id.ToUpperInvariant()).ToArray());
        Narrow("run.id = {0}", query.RunId);
        Narrow("attempt.id = {0}", query.AttemptId);
        Narrow("attempt.canary = {0}", query.CanaryId);
        Narrow("attempt.claimed_at >= {0}", query.From);
        Narrow("attempt.claimed_at <= {0}", query.To);
        return (
            Select(
                $"""
                SELECT attempt.number
                FROM {place.Table("attempt")} AS attempt JOIN {place.Table("message")} AS message ON message.id = attempt.message
                    JOIN {place.Table("queue")} AS queue ON queue.id = message.queue JOIN {place.Table("run")} AS run ON run.number = attempt.run
                WHERE {where} ORDER BY attempt.number DESC LIMIT {Size}
                """,
                "DESC"),
            [.. values]);
    }

    private string Select(string page, string order) =>
        $"""
        WITH page AS MATERIALIZED ({page})
        SELECT queue.realm, queue.instance_id, queue.group_id, message.msg_id, message.version, run.started_at, {AttemptRows.Columns}
        FROM page JOIN {place.Table("attempt")} AS attempt ON attempt.number = page.number
            JOIN {place.Table("message")} AS message ON message.id = attempt.message
            JOIN {place.Table("queue")} AS queue ON queue.id = message.queue JOIN {place.Table("run")} AS run ON run.number = attempt.run
            LEFT JOIN {place.Table("outcome")} AS outcome ON outcome.attempt = attempt.number
            LEFT JOIN {place.Table("evidence")} AS evidence ON evidence.attempt = attempt.number
        ORDER BY attempt.number {order}, outcome.number
        """;
}
