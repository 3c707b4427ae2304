using Npgsql;
using OnsDlq.Holders;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads attempts, each with its run, and with a row for each of its outcomes: all of it in one statement, so at one moment.</summary>
internal static class AttemptRows
{
    /// <summary>The columns, of the tables attempt, run, outcome and evidence.</summary>
    public const string Columns =
        """
        attempt.number, attempt.id, attempt.round, attempt.claimed_at, attempt.lease_until, attempt.signed_at, attempt.newest_entry, attempt.lifted,
        attempt.listed, attempt.live, attempt.lease_ends < clock_timestamp(), attempt.entries,
        run.id, run.reason, run.machine, run.boot, run.process_space, run.process_id, run.process_start, run.run_by,
        outcome.status, outcome.source, outcome.told_at, outcome.request_id, outcome.error_code, outcome.error_message, outcome.failed_msg_id,
        outcome.tries, outcome.told_by, outcome.reason,
        attempt.topic, attempt.born_at, attempt.canary,
        evidence.verdict, evidence.reason, evidence.found_at, evidence.event_at, evidence.failures, evidence.client, evidence.queries
        """;

    /// <summary>Reads an attempt without its outcomes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="at">Where its columns begin.</param>
    public static Attempt Read(NpgsqlDataReader row, int at) => new()
    {
        AttemptId = row.Text(at + 1),
        RunId = row.Text(at + 12),
        Round = row.GetInt32(at + 2),
        ClaimedAt = row.Time(at + 3),
        LeaseUntil = row.Time(at + 4),
        SignedAt = row.Time(at + 5),
        LeaseIsOver = row.GetBoolean(at + 10),
        NewestEntrySeen = row.NumberOrNull(at + 6),
        Lifted = [.. row.Texts(at + 7).Select(RecordedValues.Name<SkipReason>)],
        IsListed = row.GetBoolean(at + 8),
        Reason = row.TextOrNull(at + 13),
        Holder = new ClaimHolder(row.Text(at + 14), row.Text(at + 15), row.Text(at + 16), row.GetInt32(at + 17), row.GetInt64(at + 18)),
        User = row.Text(at + 19),
        Topic = row.TextOrNull(at + 30),
        BornTime = row.TimeOrNull(at + 31),
        CanaryId = row.TextOrNull(at + 32),
        Evidence = row.IsDBNull(at + 33) ? null : EvidenceRows.Read(row, at + 33),
    };

    /// <summary>Reads the outcome of a row; null where the attempt has none.</summary>
    public static AttemptOutcome? ReadOutcome(NpgsqlDataReader row, int at) => row.IsDBNull(at + 20) ? null : new()
    {
        Status = RecordedValues.Outcome(row.Text(at + 20)),
        Source = RecordedValues.Name<OutcomeSource>(row.Text(at + 21)),
        At = row.Time(at + 22),
        RequestId = row.TextOrNull(at + 23),
        ErrorCode = row.TextOrNull(at + 24),
        ErrorMessage = row.TextOrNull(at + 25),
        FailedMsgId = [.. row.Texts(at + 26)],
        Tries = row.GetInt32(at + 27),
        By = row.TextOrNull(at + 28),
        Reason = row.TextOrNull(at + 29),
    };

    /// <summary>Whether the row is of a claim that is live.</summary>
    public static bool IsLive(NpgsqlDataReader row, int at) => row.GetBoolean(at + 9);

    /// <summary>Puts outcomes to an attempt.</summary>
    /// <exception cref="InvalidDataException">The claim is live and has outcomes, or the other way round.</exception>
    public static Attempt With(Attempt attempt, List<AttemptOutcome> outcomes, bool live) => live == (outcomes.Count == 0)
        ? attempt with { Outcomes = outcomes }
        : throw new InvalidDataException("A claim and its outcomes contradict each other.");
}
