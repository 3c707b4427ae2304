using System.Runtime.CompilerServices;
using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the rows of runs.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class RunRows(Place place)
{
    private const int Page = 100;

    private readonly string _select =
        $"""
        SELECT run.id, started_at, run_by, reason, machine, boot, process_space, process_id, process_start, run.number, pace, ended_at, skipped,
            stopped_by, drawn_at, population, consumed, seed, attempts
        FROM {place.Table("run")} AS run LEFT JOIN LATERAL (
            SELECT * FROM {place.Table("sample")} AS sample WHERE sample.run = run.number ORDER BY sample.number DESC LIMIT 1) AS newest ON true
        """;

    /// <summary>Adds a run.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="run">The run.</param>
    /// <param name="again">Whether it may have been added by an earlier try whose connection was lost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidOperationException">It has begun before.</exception>
    public async Task<bool> AddAsync(NpgsqlConnection connection, BegunRun run, bool again, CancellationToken cancellationToken)
    {
        var added = await Sql.ExecuteAsync(
            connection,
            $"""
            INSERT INTO {place.Table("run")} (id, started_at, run_by, reason, machine, boot, process_space, process_id, process_start, pace)
            VALUES ($1, $2, $3, $4::text, $5, $6, $7, $8, $9, $10::double precision) ON CONFLICT DO NOTHING
            """,
            cancellationToken,
            run.RunId, run.StartedAt, run.User, run.Reason, run.Holder.Machine, run.Holder.Boot, run.Holder.ProcessSpace, run.Holder.ProcessId,
            run.Holder.ProcessStart, run.RequestsPerSecond).ConfigureAwait(false);
        return added == 1 || again ? true : throw new InvalidOperationException($"The run '{run.RunId}' has begun before.");
    }

    /// <summary>Records a run's end; false where there is no such run, or its end is recorded.</summary>
    public async Task<bool> EndAsync(NpgsqlConnection connection, string runId, RunEnd end, bool again, CancellationToken cancellationToken)
    {
        var ended = await Sql.ExecuteAsync(
            connection,
            $"UPDATE {place.Table("run")} SET ended_at = $2, skipped = $3, stopped_by = $4::text WHERE id = $1 AND (ended_at IS NULL OR ($5 AND ended_at = $2))",
            cancellationToken, runId, end.At, end.Skipped, end.StoppedBy, again).ConfigureAwait(false);
        return ended == 1;
    }

    /// <summary>Reads page after page, newest first, as <see cref="AttemptPages"/> does.</summary>
    public async IAsyncEnumerable<RecordedRun> ReadAllAsync(string? runId, Links source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = long.MaxValue;
        while (true)
        {
            var end = before;
            var page = await source.ReadAsync(
                connection => Sql.ReadAsync(
                    connection, $"{_select} WHERE run.number < $1 AND ($2::text IS NULL OR run.id = $2::text) ORDER BY run.number DESC LIMIT {Page}",
                    Read, cancellationToken, end, runId),
                cancellationToken).ConfigureAwait(false);
            foreach (var (run, _) in page) yield return run;
            if (page.Count < Page) yield break;
            before = page[^1].Number;
        }
    }

    /// <summary>Reads the runs after one, oldest first.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The number of that one.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<List<(RecordedRun Run, long Number)>> ReadAfterAsync(
        NpgsqlConnection connection, long after, int most, CancellationToken cancellationToken) => Sql.ReadAsync(
        connection, $"{_select} WHERE run.number > $1 ORDER BY run.number LIMIT $2", Read, cancellationToken, after, most);

    private static (RecordedRun Run, long Number) Read(NpgsqlDataReader row)
    {
        var run = new BegunRun(
            row.Text(0), row.Time(1), row.Text(2), new(row.Text(4), row.Text(5), row.Text(6), row.GetInt32(7), row.GetInt64(8)), row.TextOrNull(3))
        {
            RequestsPerSecond = row.IsDBNull(10) ? null : row.GetDouble(10),
        };
        var end = row.TimeOrNull(11) is { } at ? new RunEnd(at, row.GetInt32(12), row.TextOrNull(13)) : null;
        var sample = row.TimeOrNull(14) is { } drawn
            ? new RunSample(run.RunId, drawn, row.GetInt32(15), row.GetInt32(16), row.GetInt64(17), row.Texts(18))
            : null;
        return (new(run, end) { Sample = sample }, row.GetInt64(9));
    }
}
