using Npgsql;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the evidence on attempts, and the samples of runs.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class EvidenceRows(Place place)
{
    private const string Columns = "verdict, reason, found_at, event_at, failures, client, queries";

    /// <summary>Reads it from a row that has its columns from one on, in the order of <see cref="Columns"/>.</summary>
    public static AttemptEvidence Read(NpgsqlDataReader row, int first) => new()
    {
        Verdict = RecordedValues.Name<EvidenceVerdict>(row.Text(first)),
        Reason = row.IsDBNull(first + 1) ? null : RecordedValues.Name<EvidenceReason>(row.Text(first + 1)),
        FoundAt = row.Time(first + 2),
        EventAt = row.TimeOrNull(first + 3),
        Failures = row.GetInt32(first + 4),
        Client = row.TextOrNull(first + 5),
        Queries = row.GetInt32(first + 6),
    };

    /// <summary>Records what replaces the evidence that is recorded.</summary>
    public async Task<bool> RecordAsync(NpgsqlConnection connection, IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken)
    {
        // The attempts are locked, so that nobody records anything between this reading and the writing.
        var known = (await Sql.ReadAsync(
            connection,
            $"""
            SELECT attempt.id, attempt.number, {string.Join(", ", Columns.Split(", ").Select(column => "evidence." + column))}
            FROM {place.Table("attempt")} AS attempt LEFT JOIN {place.Table("evidence")} AS evidence ON evidence.attempt = attempt.number
            WHERE attempt.id = ANY ($1) ORDER BY attempt.number FOR NO KEY UPDATE OF attempt
            """,
            row => (Id: row.Text(0), Number: row.GetInt64(1), Evidence: row.IsDBNull(2) ? null : Read(row, 2)), cancellationToken,
            [found.Select(one => one.AttemptId).ToArray()]).ConfigureAwait(false)).ToDictionary(one => one.Id, StringComparer.Ordinal);
        var changed = new Dictionary<long, AttemptEvidence>();
        foreach (var one in found)
        {
            if (!known.TryGetValue(one.AttemptId, out var attempt) || !one.Evidence.Replaces(attempt.Evidence)) continue;
            known[one.AttemptId] = attempt with { Evidence = one.Evidence };
            changed[attempt.Number] = one.Evidence;
        }

        await WriteAsync(connection, [.. changed.Keys], [.. changed.Values], cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Adds a sample.</summary>
    public Task<int> AddSampleAsync(NpgsqlConnection connection, RunSample sample, CancellationToken cancellationToken) => Sql.ExecuteAsync(
        connection,
        $"""
        INSERT INTO {place.Table("sample")} (run, drawn_at, population, consumed, seed, attempts)
        VALUES ((SELECT number FROM {place.Table("run")} WHERE id = $1), $2, $3, $4, $5, $6)
        """,
        cancellationToken, sample.RunId, sample.DrawnAt, sample.Population, sample.Consumed, sample.Seed, sample.AttemptIds.ToArray());

    /// <summary>Adds the sample of another journal, unless it came before.</summary>
    public async Task AddSampleOnceAsync(NpgsqlConnection connection, RunSample sample, CancellationToken cancellationToken)
    {
        var known = await Sql.ReadAsync(
            connection,
            $"""
            SELECT drawn_at, seed FROM {place.Table("sample")} AS sample JOIN {place.Table("run")} AS run ON run.number = sample.run WHERE run.id = $1
            """,
            row => (DrawnAt: row.Time(0), Seed: row.GetInt64(1)), cancellationToken, sample.RunId).ConfigureAwait(false);

        // Times are kept to the ms in every kind of journal.
        if (known.Exists(other => other.Seed == sample.Seed && other.DrawnAt.ToUnixTimeMilliseconds() == sample.DrawnAt.ToUnixTimeMilliseconds())) return;
        await AddSampleAsync(connection, sample, cancellationToken).ConfigureAwait(false);
    }

    private Task<int> WriteAsync(NpgsqlConnection connection, long[] attempts, AttemptEvidence[] evidence, CancellationToken cancellationToken) =>
        Sql.ExecuteAsync(
            connection,
            $"""
            INSERT INTO {place.Table("evidence")} (attempt, {Columns})
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::text[], $8::int[])
            ON CONFLICT (attempt) DO UPDATE SET ({Columns}) = ROW ({string.Join(", ", Columns.Split(", ").Select(column => "excluded." + column))})
            """,
            cancellationToken,
            attempts, evidence.Select(one => one.Verdict.ToString()).ToArray(), evidence.Select(one => one.Reason?.ToString()).ToArray(),
            evidence.Select(one => one.FoundAt).ToArray(), evidence.Select(one => one.EventAt).ToArray(), evidence.Select(one => one.Failures).ToArray(),
            evidence.Select(one => one.Client).ToArray(), evidence.Select(one => one.Queries).ToArray());
}
