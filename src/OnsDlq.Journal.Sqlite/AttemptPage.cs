using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OnsDlq.Realms;

namespace OnsDlq.Journal.Sqlite;

/// <summary>One page of the attempts that a query asks for, newest first.</summary>
/// <param name="Attempts">The attempts.</param>
/// <param name="Next">Where the next page begins; null after the last one.</param>
internal sealed record AttemptPage(IReadOnlyList<RecordedAttempt> Attempts, long? Next)
{
    private const int Size = 500;

    // How many attempts are scanned for a page before other readers get a turn.
    private const int Sifted = 20_000;

    /// <summary>
    /// Reads page after page by number, newest first (keyset paging), so that a slow consumer neither fills the memory nor blocks other readers.
    /// </summary>
    /// <param name="query">Which attempts.</param>
    /// <param name="read">Runs a query on the journal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<RecordedAttempt> ReadAllAsync(
        AttemptQuery query,
        Func<Func<JournalConnection, AttemptPage>, CancellationToken, Task<AttemptPage>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        do
        {
            var from = before;
            var page = await read(
                connection => connection.AtOneMoment(() => Read(connection, query, from)), cancellationToken).ConfigureAwait(false);
            foreach (var attempt in page.Attempts) yield return attempt;
            before = page.Next;
        }
        while (before is not null);
    }

    public static AttemptPage Read(JournalConnection connection, AttemptQuery query, long? before)
    {
        var end = before ?? ((long?)connection.Scalar("SELECT max(number) FROM attempt") ?? 0) + 1;
        var begin = query is { RunId: null, AttemptId: null, CanaryId: null, MsgIds.Count: 0 } ? end - Sifted : 0;
        var (sql, values) = Select(
            query, begin, end, query.Realm is { } realm ? RealmsOf(connection, realm) : null, HistoryReader.ColumnsOf(connection));
        using var rows = connection.Query(sql, values);
        const int First = HistoryReader.AttemptWidth;
        var attempts = new List<RecordedAttempt>();
        var read = 0;
        var last = end;
        for (; rows.Read(); read++)
        {
            if (rows.Number(14) >= last) throw new InvalidDataException("Attempts are not in their order.");
            last = rows.Number(14);
            var attempt = HistoryReader.ReadAttempt(connection, rows);

            // Which outcome counts is decided in one place, OutcomeFold, and not in SQL.
            if (query.Statuses.Count > 0 && !(attempt.Outcome is { } outcome && query.Statuses.Contains(outcome.Status))) continue;
            attempts.Add(new(
                new(rows.Text(First), rows.Text(First + 1), rows.Text(First + 2), rows.Text(First + 3)),
                rows.Number(First + 4),
                attempt,
                new(attempt.RunId, rows.Time(First + 5), attempt.User, attempt.Holder, attempt.Reason)));
        }

        return new(attempts, read == Size ? last : begin > 0 ? begin : null);
    }

    /// <summary>The SQL of a page: the attempts in a range of numbers, found by an index or by a scan.</summary>
    /// <param name="query">Which attempts.</param>
    /// <param name="begin">The first number.</param>
    /// <param name="end">The number after the last.</param>
    /// <param name="realms">All names of the service in the journal; null for any service.</param>
    /// <param name="read">The columns to read and the table to join for them; null for those of the current schema.</param>
    public static (string Sql, object?[] Values) Select(
        AttemptQuery query, long begin, long end, IReadOnlyList<string>? realms = null, (string Columns, string Join)? read = null)
    {
        var (columns, join) = read ?? (HistoryReader.AttemptColumns, HistoryReader.EvidenceJoin);
        var values = new List<object?>();
        var where = new StringBuilder("1 = 1");
        void Narrow(string condition, object? value)
        {
            if (value is null) return;
            values.Add(value);
            where.Append(CultureInfo.InvariantCulture, $" AND {string.Format(CultureInfo.InvariantCulture, condition, $"@{values.Count}")}");
        }

        // The plus stops SQLite from using the index on the queue: all attempts of the queue would have to be sorted for every page.
        Narrow("attempt.number >= {0}", begin);
        Narrow("attempt.number < {0}", end);
        Narrow("+queue.realm IN (SELECT value FROM json_each({0}))", realms is null ? null : JsonSerializer.Serialize(realms));
        Narrow("+queue.instance_id = {0}", query.InstanceId);
        Narrow("+queue.group_id = {0}", query.GroupId);
        Narrow("run.id = {0}", query.RunId);
        Narrow("attempt.id = {0}", query.AttemptId);
        Narrow("attempt.canary = {0}", query.CanaryId);
        Narrow("attempt.claimed_at >= {0}", query.From);
        Narrow("attempt.claimed_at <= {0}", query.To);
        Narrow(
            """
            attempt.message IN (SELECT message.id FROM queue CROSS JOIN message ON message.queue = queue.id
                WHERE message.msg_id IN (SELECT value FROM json_each({0})))
            """,
            query.MsgIds.Count == 0 ? null : JsonSerializer.Serialize(query.MsgIds.Select(id => id.ToUpperInvariant())));
        return (
            $"""
            SELECT {columns}, queue.realm, queue.instance_id, queue.group_id, message.msg_id, message.version,
                run.started_at
            FROM attempt JOIN message ON message.id = attempt.message JOIN queue ON queue.id = message.queue
                JOIN run ON run.number = attempt.run {join}
            WHERE {where} ORDER BY attempt.number DESC LIMIT {Size}
            """,
            [.. values]);
    }

    /// <summary>All names in the journal of a service.</summary>
    public static List<string> RealmsOf(JournalConnection connection, string realm)
    {
        using var rows = connection.Query("SELECT DISTINCT realm FROM queue");
        var names = new List<string>();
        while (rows.Read())
        {
            if (Realm.Covers(realm, rows.Text(0))) names.Add(rows.Text(0));
        }

        return names;
    }
}
