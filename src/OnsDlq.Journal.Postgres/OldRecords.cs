using Npgsql;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The old records in a database. Rows that somebody else has locked are left out, so that it waits for nobody; a later call deletes them.
/// </summary>
/// <param name="place">Where the journal is.</param>
/// <param name="links">The connections.</param>
/// <param name="alone">Does something in a transaction of its own.</param>
/// <param name="before">The limit.</param>
internal sealed class OldRecords(
    Place place, Links links, Func<Func<NpgsqlConnection, Task<ClearedRecords>>, CancellationToken, Task<ClearedRecords>> alone, DateTimeOffset before)
    : IOldRecords
{
    // How many messages are looked at before the next round trip.
    private const int Page = 500;

    private readonly HistoryRows _histories = new(place);
    private readonly OldRuns _runs = new(place, before);

    /// <inheritdoc/>
    public Task<OldPage> FindAsync(long from, CancellationToken cancellationToken) => links.ReadAsync(
        async connection =>
        {
            var rows = await Sql.ReadAsync(
                connection,
                $"""
                SELECT message.id, realm, instance_id, group_id, msg_id, (block_reason IS NULL OR coalesce(block_until < $2, false)) AND NOT EXISTS (
                    SELECT 1 FROM {place.Table("attempt")} AS attempt WHERE attempt.message = message.id AND (live OR claimed_at >= $2))
                FROM (SELECT * FROM {place.Table("message")} WHERE id >= $1 ORDER BY id LIMIT {Page}) AS message
                    JOIN {place.Table("queue")} AS queue ON queue.id = message.queue
                ORDER BY message.id
                """,
                row => (Id: row.GetInt64(0), Key: new MessageKey(row.Text(1), row.Text(2), row.Text(3), row.Text(4)), MayGo: row.GetBoolean(5)),
                cancellationToken, from, before).ConfigureAwait(false);
            var chosen = rows.Where(row => row.MayGo).Select(row => row.Key).ToList();
            var old = await JudgeAsync(connection, chosen, cancellationToken).ConfigureAwait(false);
            return new OldPage([.. old.Select(names => names[0])], rows.Count == 0 ? null : rows[^1].Id + 1);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> DeleteAsync(IReadOnlyList<OldMessage> messages, CancellationToken cancellationToken) => alone(
        async connection =>
        {
            // First the locks, in a statement of its own: what the next one reads nobody can change then.
            var keys = messages.Select(message => message.History.Key).ToArray();
            var locked = await LockAsync(connection, keys).ConfigureAwait(false);
            var attempts = await LockAttemptsAsync(connection, [.. locked]).ConfigureAwait(false);
            var old = (await JudgeAsync(connection, keys, CancellationToken.None).ConfigureAwait(false))
                .Where(names => names.All(one => locked.Contains(one.Id) && attempts[one.Id].Count() == one.History.Attempts.Count))
                .Select(names => names[0]).ToArray();
            if (old.Length > 0) await DeleteAsync(connection, Array.ConvertAll(old, message => message.Id)).ConfigureAwait(false);
            return old.Aggregate(default(ClearedRecords), (sum, message) => sum + message.Records);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> DeleteRunsAsync(CancellationToken cancellationToken) => alone(_runs.DeleteSomeAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<ClearedRecords> CountRunsAsync(RetentionTally tally, CancellationToken cancellationToken) =>
        links.ReadAsync(connection => _runs.CountAsync(connection, tally, cancellationToken), cancellationToken);

    // Of each message that may go: what is recorded under its own name first, then what is recorded under others.
    private async Task<IEnumerable<IReadOnlyList<OldMessage>>> JudgeAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken)
    {
        var open = (await Sql.ReadAsync(
            connection, $"SELECT id FROM {place.Table("canary")} WHERE state = 'Open'", row => row.Text(0), cancellationToken).ConfigureAwait(false)).ToHashSet();
        var found = await _histories.ReadNamesAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        return keys.Zip(found, (key, names) => (IReadOnlyList<OldMessage>)[.. names.OrderBy(one => one.History.Key != key)])
            .Zip(keys)
            .Where(one => one.First.Count > 0 && one.First[0].History.Key == one.Second
                && RetentionRule.MayGo(one.First.Select(name => name.History), before, open))
            .Select(one => one.First);
    }

    private async Task<HashSet<long>> LockAsync(NpgsqlConnection connection, MessageKey[] keys) => (await Sql.ReadAsync(
        connection,
        $"""
        SELECT message.id
        FROM unnest($1::text[], $2::text[], $3::text[]) AS given (instance_id, group_id, msg_id)
            JOIN {place.Table("queue")} AS queue ON lower(queue.group_id) = lower(given.group_id COLLATE "C")
                AND lower(queue.instance_id) = lower(given.instance_id COLLATE "C")
            JOIN {place.Table("message")} AS message ON message.queue = queue.id AND message.msg_id = given.msg_id
        FOR UPDATE OF message SKIP LOCKED
        """,
        row => row.GetInt64(0), CancellationToken.None,
        Array.ConvertAll(keys, key => key.InstanceId), Array.ConvertAll(keys, key => key.GroupId), Array.ConvertAll(keys, key => key.MsgId))
        .ConfigureAwait(false)).ToHashSet();

    // The messages of the attempts that were locked: evidence on them may be in the making.
    private async Task<ILookup<long, long>> LockAttemptsAsync(NpgsqlConnection connection, long[] messages) => (await Sql.ReadAsync(
        connection, $"SELECT message FROM {place.Table("attempt")} WHERE message = ANY ($1) FOR UPDATE SKIP LOCKED",
        row => row.GetInt64(0), CancellationToken.None, messages).ConfigureAwait(false)).ToLookup(message => message);

    // A sample whose attempts are no longer complete would say something else.
    private async Task DeleteAsync(NpgsqlConnection connection, long[] messages)
    {
        var attempts = $"(SELECT number FROM {place.Table("attempt")} WHERE message = ANY ($1))";
        await Sql.ExecuteAsync(
            connection,
            $"DELETE FROM {place.Table("sample")} WHERE drawn_at < $2 AND run IN (SELECT run FROM {place.Table("attempt")} WHERE message = ANY ($1))",
            CancellationToken.None, messages, before).ConfigureAwait(false);
        foreach (var delete in new[]
        {
            $"DELETE FROM {place.Table("evidence")} WHERE attempt IN {attempts}",
            $"DELETE FROM {place.Table("outcome")} WHERE attempt IN {attempts}",
            $"DELETE FROM {place.Table("attempt")} WHERE message = ANY ($1)",
            $"DELETE FROM {place.Table("message")} WHERE id = ANY ($1)",
        })
        {
            await Sql.ExecuteAsync(connection, delete, CancellationToken.None, messages).ConfigureAwait(false);
        }
    }
}
