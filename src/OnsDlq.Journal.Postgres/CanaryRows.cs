using Npgsql;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the rows of canaries.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class CanaryRows(Place place)
{
    private const string Which = "realm = $1 AND lower(instance_id) = lower($2 COLLATE \"C\") AND lower(group_id) = lower($3 COLLATE \"C\")";

    /// <summary>Begins one; false where its group has an open one.</summary>
    public async Task<bool> BeginAsync(NpgsqlConnection connection, Canary canary, CancellationToken cancellationToken)
    {
        var (realm, instance, group) = canary.Queue;
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(WriteParts.Queues(place, [new(realm, instance, group, "")]));
            batch.BatchCommands.Add(Sql.Part(
                $"""
                INSERT INTO {place.Table("canary")} (id, queue, run, size, begun_at, deadline, state, ended_at, seen)
                SELECT $4, queue.id, (SELECT number FROM {place.Table("run")} WHERE id = $5), $6, $7, $8, $9, $10::timestamptz, $11::text
                FROM {place.Table("queue")} AS queue WHERE {Which} ON CONFLICT (queue) WHERE state = 'Open' DO NOTHING
                """,
                realm, instance, group, canary.CanaryId, canary.RunId, canary.Size, canary.BegunAt, canary.Deadline, canary.State, canary.EndedAt,
                canary.Seen));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return batch.BatchCommands[1].RecordsAffected == 1;
        }
    }

    /// <summary>Gives an open one another size and deadline; false where it is not open.</summary>
    public async Task<bool> ContinueAsync(
        NpgsqlConnection connection, string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken) => await Sql.ExecuteAsync(
            connection, $"UPDATE {place.Table("canary")} SET size = $2, deadline = $3 WHERE id = $1 AND state = 'Open'", cancellationToken,
            canaryId, size, deadline).ConfigureAwait(false) == 1;

    /// <summary>Ends an open one; false where it is not open.</summary>
    public async Task<bool> EndAsync(
        NpgsqlConnection connection, string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken) =>
        await Sql.ExecuteAsync(
            connection, $"UPDATE {place.Table("canary")} SET state = $2, ended_at = $3, seen = $4 WHERE id = $1 AND state = 'Open'", cancellationToken,
            canaryId, state, at, seen).ConfigureAwait(false) == 1;

    /// <summary>The newest of a group; null where there is none.</summary>
    public async Task<Canary?> NewestAsync(NpgsqlConnection connection, QueueKey key, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            connection, $"{Which} ORDER BY canary.number DESC LIMIT 1", cancellationToken, key.Realm, key.InstanceId, key.GroupId).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>All of them, oldest first.</summary>
    public async Task<IReadOnlyList<Canary>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await ReadAsync(connection, "true ORDER BY canary.number", cancellationToken).ConfigureAwait(false);

    /// <summary>Takes the canary of another journal: a new one, or the newer state of one that is there.</summary>
    public async Task TakeAsync(NpgsqlConnection connection, Canary canary, CancellationToken cancellationToken)
    {
        var isKnown = await Sql.ScalarAsync(connection, $"SELECT 1 FROM {place.Table("canary")} WHERE id = $1", cancellationToken, canary.CanaryId)
            .ConfigureAwait(false) is not null;
        if (!isKnown)
        {
            if (!await BeginAsync(connection, canary, cancellationToken).ConfigureAwait(false))
                await BeginAsync(connection, CanaryMerge.Second(canary), cancellationToken).ConfigureAwait(false);
        }
        else if (canary.State != CanaryState.Open)
        {
            await EndAsync(connection, canary.CanaryId, canary.State, canary.EndedAt!.Value, canary.Seen ?? "", cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<List<Canary>> ReadAsync(NpgsqlConnection connection, string which, CancellationToken cancellationToken, params object?[] values) =>
        Sql.ReadAsync(
            connection,
            $"""
            SELECT canary.id, run.id, size, begun_at, deadline, state, canary.ended_at, seen, realm, instance_id, group_id
            FROM {place.Table("canary")} AS canary JOIN {place.Table("queue")} AS queue ON queue.id = canary.queue
                JOIN {place.Table("run")} AS run ON run.number = canary.run
            WHERE {which}
            """,
            row => new Canary
            {
                CanaryId = row.Text(0),
                Queue = new(row.Text(8), row.Text(9), row.Text(10)),
                RunId = row.Text(1),
                Size = row.GetInt32(2),
                BegunAt = row.Time(3),
                Deadline = row.Time(4),
                State = RecordedValues.Name<CanaryState>(row.Text(5)),
                EndedAt = row.TimeOrNull(6),
                Seen = row.TextOrNull(7),
            },
            cancellationToken, values);

    /// <summary>Makes a claim for a canary: its row is locked meanwhile, so that its claims are counted one after the other.</summary>
    /// <param name="connection">The connection, in a transaction.</param>
    /// <param name="claim">The claim.</param>
    /// <param name="again">Whether it may have been made by an earlier try whose connection was lost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CanaryClosedException">It is not open, or has all of its messages.</exception>
    public async Task<bool> ClaimAsync(NpgsqlConnection connection, Claim claim, bool again, CancellationToken cancellationToken)
    {
        var (canaryId, attemptId) = (claim.Attempt.CanaryId!, claim.Attempt.AttemptId);
        var size = await Sql.ScalarAsync(
            connection, $"SELECT size FROM {place.Table("canary")} WHERE id = $1 AND state = 'Open' FOR NO KEY UPDATE", cancellationToken, canaryId)
            .ConfigureAwait(false) as int?;
        if (again && (await DoAsync(connection, [WriteParts.Confirm(place, [attemptId])], cancellationToken).ConfigureAwait(false)).Contains(attemptId))
            return true;
        var made = await DoAsync(connection, [WriteParts.Queues(place, [claim.Key]), .. WriteParts.Claims(place, [claim])], cancellationToken)
            .ConfigureAwait(false);
        if (!made.Contains(attemptId)) return false;
        var attempts = await AttemptsAsync(connection, canaryId, cancellationToken).ConfigureAwait(false);
        return attempts.Count(status => status != ResendStatus.Rejected) <= size ? true : throw new CanaryClosedException(canaryId);
    }

    // Which outcome counts is decided in one place, OutcomeFold, and not in SQL.
    private async Task<IEnumerable<ResendStatus?>> AttemptsAsync(NpgsqlConnection connection, string canaryId, CancellationToken cancellationToken)
    {
        var rows = await Sql.ReadAsync(
            connection,
            $"""
            SELECT attempt.number, outcome.status, outcome.source, outcome.told_at
            FROM {place.Table("attempt")} AS attempt LEFT JOIN {place.Table("outcome")} AS outcome ON outcome.attempt = attempt.number
            WHERE attempt.canary = $1 ORDER BY attempt.number, outcome.number
            """,
            row => (Number: row.GetInt64(0), Outcome: row.IsDBNull(1) ? null : new AttemptOutcome
            {
                Status = RecordedValues.Outcome(row.Text(1)),
                Source = RecordedValues.Name<OutcomeSource>(row.Text(2)),
                At = row.Time(3),
            }),
            cancellationToken, canaryId).ConfigureAwait(false);
        return rows.GroupBy(row => row.Number).Select(one => OutcomeFold.Fold([.. one.Select(row => row.Outcome).OfType<AttemptOutcome>()])?.Status);
    }

    private static async Task<HashSet<string>> DoAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> parts, CancellationToken cancellationToken) =>
        (await BatchWriter.ExecuteAsync(connection, parts, cancellationToken).ConfigureAwait(false)).Found;
}
