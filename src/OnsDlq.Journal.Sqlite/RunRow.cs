using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the row of a run.</summary>
internal static class RunRow
{
    // How many runs are read before other readers get a turn.
    private const int Page = 100;

    // The column pace has whole numbers.
    private const double PaceUnit = 1000;

    private const string ColumnsOfOld = "id, started_at, user, reason, machine, boot, process_space, process_id, process_start, number";

    public static int Add(JournalConnection connection, BegunRun run) => connection.Execute(
        """
        INSERT INTO run (id, started_at, user, reason, machine, boot, process_space, process_id, process_start, pace)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10)
        """,
        run.RunId, run.StartedAt, run.User, run.Reason,
        run.Holder.Machine, run.Holder.Boot, run.Holder.ProcessSpace, run.Holder.ProcessId, run.Holder.ProcessStart,
        run.RequestsPerSecond is { } pace ? (long)Math.Ceiling(pace * PaceUnit) : null);

    /// <summary>Records its end; false where there is no such run, or its end is recorded.</summary>
    public static bool End(JournalConnection connection, string runId, RunEnd end) => connection.Execute(
        "UPDATE run SET ended_at = @2, skipped = @3, stopped_by = @4 WHERE id = @1 AND ended_at IS NULL",
        runId, end.At, end.Skipped, end.StoppedBy) == 1;

    /// <summary>Reads page after page, newest first, as <see cref="AttemptPage"/> does.</summary>
    public static async IAsyncEnumerable<RecordedRun> ReadAllAsync(
        string? runId,
        Func<Func<JournalConnection, List<(RecordedRun Run, long Number)>>, CancellationToken, Task<List<(RecordedRun Run, long Number)>>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        while (true)
        {
            var end = before;
            var page = await read(connection => Read(connection, runId, end), cancellationToken).ConfigureAwait(false);
            foreach (var (run, _) in page) yield return run;
            if (page.Count < Page) yield break;
            before = page[^1].Number;
        }
    }

    private static List<(RecordedRun Run, long Number)> Read(JournalConnection connection, string? runId, long before)
    {
        var newer = connection.SchemaVersion is > 0 and < JournalSchema.TellsEnds ? ", NULL, NULL, NULL, NULL" : ", pace, ended_at, skipped, stopped_by";
        using var rows = connection.Query(
            $"SELECT {ColumnsOfOld}{newer} FROM run WHERE number < @1 AND (@2 IS NULL OR id = @2) ORDER BY number DESC LIMIT {Page}", before, runId);
        return Read(connection, rows);
    }

    /// <summary>Reads the runs after one, oldest first.</summary>
    /// <param name="connection">A connection, to a journal of the current schema.</param>
    /// <param name="after">The number of that one.</param>
    /// <param name="most">How many at most.</param>
    public static List<(RecordedRun Run, long Number)> ReadAfter(JournalConnection connection, long after, int most)
    {
        using var rows = connection.Query(
            $"SELECT {ColumnsOfOld}, pace, ended_at, skipped, stopped_by FROM run WHERE number > @1 ORDER BY number LIMIT @2", after, most);
        return Read(connection, rows);
    }

    private static List<(RecordedRun Run, long Number)> Read(JournalConnection connection, SqliteDataReader rows)
    {
        var runs = new List<(RecordedRun, long)>();
        while (rows.Read())
        {
            var run = new BegunRun(
                rows.Text(0), rows.Time(1), rows.Text(2), new(rows.Text(4), rows.Text(5), rows.Text(6), rows.Count(7), rows.Number(8)), rows.TextOrNull(3))
            {
                RequestsPerSecond = rows.NumberOrNull(10) / PaceUnit,
            };
            var end = rows.TimeOrNull(11) is { } at ? new RunEnd(at, rows.Count(12), rows.TextOrNull(13)) : null;
            runs.Add((new(run, end) { Sample = SampleRow.Newest(connection, run.RunId, rows.Number(9)) }, rows.Number(9)));
        }

        return runs;
    }
}
