namespace OnsDlq.Journal.Sqlite;

/// <summary>Finds and deletes canaries, runs and bookmarks that are old, once no attempt needs them any more.</summary>
internal static class OldRuns
{
    // How many runs one transaction deletes.
    private const int Most = 100;

    private const string IsOldCanary = "canary.state <> 'Open' AND canary.ended_at < @1 AND canary.begun_at < @1 AND canary.deadline < @1";

    private const string IsOldRun =
        """
        run.started_at < @1 AND (run.ended_at IS NULL OR run.ended_at < @1)
        AND NOT EXISTS (SELECT 1 FROM sample WHERE sample.run = run.number AND drawn_at >= @1)
        """;

    /// <summary>Deletes some of them, in an open transaction; nothing where there are no more.</summary>
    public static ClearedRecords DeleteSome(JournalConnection connection, DateTimeOffset before)
    {
        connection.Execute(
            $"DELETE FROM canary WHERE {IsOldCanary} AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.canary = canary.id)", before);
        var runs = Numbers(
            connection,
            $"""
            SELECT number FROM run WHERE {IsOldRun} AND NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.run = run.number)
                AND NOT EXISTS (SELECT 1 FROM canary WHERE canary.run = run.number) LIMIT {Most}
            """,
            before);
        foreach (var run in runs)
        {
            connection.Execute("DELETE FROM sample WHERE run = @1", run);
            connection.Execute("DELETE FROM run WHERE number = @1", run);
        }

        return new(0, runs.Count, Bookmarks: connection.Execute("DELETE FROM bookmark WHERE until < @1", before));
    }

    /// <summary>Counts those that would go once the attempts of old messages are gone, as of one moment.</summary>
    public static ClearedRecords Count(JournalConnection connection, DateTimeOffset before, RetentionTally tally) => connection.AtOneMoment(() =>
    {
        var canaries = Counts(
            connection, $"SELECT id, run, ({IsOldCanary}), (SELECT count(*) FROM attempt WHERE attempt.canary = canary.id) FROM canary", before);
        var runs = Counts(
            connection, $"SELECT id, number, ({IsOldRun}), (SELECT count(*) FROM attempt WHERE attempt.run = run.number) FROM run", before);
        return new ClearedRecords(
            0, tally.CountRuns(runs, canaries), Bookmarks: (int)(long)connection.Scalar("SELECT count(*) FROM bookmark WHERE until < @1", before)!);
    });

    private static List<long> Numbers(JournalConnection connection, string sql, DateTimeOffset before)
    {
        using var rows = connection.Query(sql, before);
        var numbers = new List<long>();
        while (rows.Read()) numbers.Add(rows.Number(0));
        return numbers;
    }

    private static List<(string Id, long Number, bool IsOld, long Attempts)> Counts(JournalConnection connection, string sql, DateTimeOffset before)
    {
        using var rows = connection.Query(sql, before);
        var counts = new List<(string, long, bool, long)>();
        while (rows.Read()) counts.Add((rows.Text(0), rows.Number(1), rows.NumberOrNull(2) == 1, rows.Count(3)));
        return counts;
    }
}
