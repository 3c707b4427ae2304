namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the samples of runs.</summary>
internal static class SampleRow
{
    public static int Add(JournalConnection connection, RunSample sample) => connection.Execute(
        """
        INSERT INTO sample (run, drawn_at, population, consumed, seed, attempts)
        VALUES ((SELECT number FROM run WHERE id = @1), @2, @3, @4, @5, @6)
        """,
        sample.RunId, sample.DrawnAt, sample.Population, sample.Consumed, sample.Seed, RecordedValues.Join(sample.AttemptIds));

    /// <summary>Adds the sample of another journal, unless it came before.</summary>
    public static void AddOnce(JournalConnection connection, RunSample sample)
    {
        var found = connection.Scalar(
            "SELECT 1 FROM sample JOIN run ON run.number = sample.run WHERE run.id = @1 AND drawn_at = @2 AND seed = @3",
            sample.RunId, sample.DrawnAt, sample.Seed);
        if (found is null) Add(connection, sample);
    }

    /// <summary>The newest of a run; null where there is none.</summary>
    public static RunSample? Newest(JournalConnection connection, string runId, long run)
    {
        if (connection.SchemaVersion is > 0 and < JournalSchema.KeepsEvidence) return null;
        using var rows = connection.Query(
            "SELECT drawn_at, population, consumed, seed, attempts FROM sample WHERE run = @1 ORDER BY number DESC LIMIT 1", run);
        return rows.Read() ? new(runId, rows.Time(0), rows.Count(1), rows.Count(2), rows.Number(3), rows.Words(4)) : null;
    }
}
