using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Finds and deletes canaries, runs and bookmarks that are old, once no attempt needs them any more.</summary>
/// <param name="place">Where the journal is.</param>
/// <param name="before">The limit.</param>
internal sealed class OldRuns(Place place, DateTimeOffset before)
{
    // How many runs one transaction deletes.
    private const int Most = 100;

    private const string IsOldCanary = "canary.state <> 'Open' AND canary.ended_at < $1 AND canary.begun_at < $1 AND canary.deadline < $1";

    private readonly string _isOldRun =
        $"""
        run.started_at < $1 AND (run.ended_at IS NULL OR run.ended_at < $1)
        AND NOT EXISTS (SELECT 1 FROM {place.Table("sample")} AS sample WHERE sample.run = run.number AND drawn_at >= $1)
        """;

    /// <summary>Deletes some of them, in an open transaction; nothing where there are no more.</summary>
    public async Task<ClearedRecords> DeleteSomeAsync(NpgsqlConnection connection)
    {
        await ExecuteAsync(
            connection,
            $"""
            DELETE FROM {place.Table("canary")} AS canary
            WHERE {IsOldCanary} AND NOT EXISTS (SELECT 1 FROM {place.Table("attempt")} AS attempt WHERE attempt.canary = canary.id)
            """,
            before).ConfigureAwait(false);

        // The rows are locked, and looked at again in a later statement: a claim that was made meanwhile keeps its run.
        var unused =
            $"""
            SELECT number FROM {place.Table("run")} AS run
            WHERE {_isOldRun} AND NOT EXISTS (SELECT 1 FROM {place.Table("attempt")} AS attempt WHERE attempt.run = run.number)
                AND NOT EXISTS (SELECT 1 FROM {place.Table("canary")} AS canary WHERE canary.run = run.number)
            """;
        var locked = await NumbersAsync(connection, $"{unused} LIMIT {Most} FOR UPDATE SKIP LOCKED", before).ConfigureAwait(false);
        var runs = locked.Length == 0 ? [] : await NumbersAsync(connection, $"{unused} AND number = ANY ($2)", before, locked).ConfigureAwait(false);
        if (runs.Length > 0)
        {
            await ExecuteAsync(connection, $"DELETE FROM {place.Table("sample")} WHERE run = ANY ($1)", runs).ConfigureAwait(false);
            await ExecuteAsync(connection, $"DELETE FROM {place.Table("run")} WHERE number = ANY ($1)", runs).ConfigureAwait(false);
        }

        var bookmarks = await ExecuteAsync(connection, $"DELETE FROM {place.Table("bookmark")} WHERE until < $1", before).ConfigureAwait(false);
        return new(0, runs.Length, Bookmarks: bookmarks);
    }

    /// <summary>Counts those that would go once the attempts of old messages are gone.</summary>
    public async Task<ClearedRecords> CountAsync(NpgsqlConnection connection, RetentionTally tally, CancellationToken cancellationToken)
    {
        var attempts = $"(SELECT count(*) FROM {place.Table("attempt")} AS attempt WHERE attempt.";
        var canaries = await CountsAsync(
            connection, $"SELECT id, run, {IsOldCanary}, {attempts}canary = canary.id) FROM {place.Table("canary")} AS canary", cancellationToken)
            .ConfigureAwait(false);
        var runs = await CountsAsync(
            connection, $"SELECT id, number, {_isOldRun}, {attempts}run = run.number) FROM {place.Table("run")} AS run", cancellationToken)
            .ConfigureAwait(false);
        var bookmarks = await Sql.ScalarAsync(
            connection, $"SELECT count(*) FROM {place.Table("bookmark")} WHERE until < $1", cancellationToken, before).ConfigureAwait(false);
        return new(0, tally.CountRuns(runs, canaries), Bookmarks: (int)(long)bookmarks!);
    }

    private static Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, params object?[] values) =>
        Sql.ExecuteAsync(connection, sql, CancellationToken.None, values);

    private static async Task<long[]> NumbersAsync(NpgsqlConnection connection, string sql, params object?[] values) =>
        [.. await Sql.ReadAsync(connection, sql, row => row.GetInt64(0), CancellationToken.None, values).ConfigureAwait(false)];

    private Task<List<(string Id, long Number, bool IsOld, long Attempts)>> CountsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken) => Sql.ReadAsync(
            connection, sql, row => (row.Text(0), row.GetInt64(1), !row.IsDBNull(2) && row.GetBoolean(2), row.GetInt64(3)), cancellationToken, before);
}
