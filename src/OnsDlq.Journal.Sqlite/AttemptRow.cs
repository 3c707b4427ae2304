using OnsDlq.Messages;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Writes the row of an attempt, and its outcomes.</summary>
internal static class AttemptRow
{
    public static bool Claim(JournalConnection connection, Claim claim)
    {
        // Fast path: most messages are new, and need only one statement.
        var added = claim.ExpectedVersion == 0 ? MessageRow.AddRaised(connection, claim.Key) : null;
        var message = added ?? MessageRow.Ensure(connection, claim.Key);
        if (added is null && !RaiseUnclaimed(connection, message, claim.ExpectedVersion)) return false;

        var attempt = claim.Attempt;
        if (attempt.CanaryId is { } canary && !CanaryRow.HasRoom(connection, canary)) throw new CanaryClosedException(canary);
        var known = added is null ? NewestKnown(connection, message) : null;
        var newest = claim.EntriesSeen.Cast<long?>().Append(attempt.NewestEntrySeen).Append(known).Max();
        Add(connection, message, attempt, claim.EntriesSeen, newest);
        return true;
    }

    /// <summary>Adds the row of an attempt; its claim is live if it has no outcomes. These are not added.</summary>
    public static int Add(JournalConnection connection, long message, Attempt attempt, IReadOnlyList<long> entries, long? newest) => connection.Execute(
        """
        INSERT INTO attempt (
            id, message, run, round, claimed_at, lease_until, signed_at, lifted, entries, listed, newest_entry, topic, born_at, canary, live)
        VALUES (@1, @2, (SELECT number FROM run WHERE id = @3), @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15)
        """,
        attempt.AttemptId, message, attempt.RunId, attempt.Round, attempt.ClaimedAt, attempt.LeaseUntil, attempt.SignedAt,
        RecordedValues.Join(attempt.Lifted), RecordedValues.Join(entries), attempt.IsListed ? 1 : 0, newest,
        attempt.Topic, attempt.BornTime, attempt.CanaryId, attempt.Outcomes.Count == 0 ? 1 : 0);

    public static bool Renew(JournalConnection connection, string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil) =>
        connection.Execute(
            """
            UPDATE attempt SET signed_at = @2, lease_until = @3
            WHERE id = @1 AND live = 1 AND (' ' || lifted || ' ' LIKE @4 OR NOT EXISTS (
                    SELECT 1 FROM message
                    WHERE message.id = attempt.message AND block_reason IS NOT NULL AND (block_until IS NULL OR block_until > @2)))
                AND NOT EXISTS (SELECT 1 FROM attempt AS later WHERE later.message = attempt.message AND later.number > attempt.number)
            """,
            attemptId, signedAt, leaseUntil, $"% {SkipReason.Blocked} %") == 1
        && Find(connection, attemptId) is var (number, _) && RaiseMessageOf(connection, number, null);

    public static bool Settle(JournalConnection connection, string attemptId, AttemptOutcome outcome, long? expectedVersion)
    {
        if (Find(connection, attemptId) is not var (number, live) || !SettleRule.Fits(outcome.Source, live)) return false;
        if (!RaiseMessageOf(connection, number, expectedVersion)) return false;

        AddOutcome(connection, number, outcome);
        if (live) connection.Execute("UPDATE attempt SET live = 0 WHERE number = @1", number);
        return true;
    }

    /// <summary>Adds an outcome to an attempt.</summary>
    public static int AddOutcome(JournalConnection connection, long attempt, AttemptOutcome outcome) => connection.Execute(
        """
        INSERT INTO outcome (attempt, number, status, source, at, request_id, error_code, error_message, failed_msg_id, tries, by, reason)
        VALUES (@1, (SELECT count(*) FROM outcome WHERE attempt = @1), @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
        """,
        attempt, outcome.Status, outcome.Source, outcome.At, outcome.RequestId, outcome.ErrorCode, outcome.ErrorMessage,
        RecordedValues.Join(outcome.FailedMsgId), outcome.Tries, outcome.By, outcome.Reason);

    /// <summary>The store time (ms) of the newest entry that is known of a message; null where none is.</summary>
    public static long? NewestKnown(JournalConnection connection, long message) =>
        (long?)connection.Scalar("SELECT max(newest_entry) FROM attempt WHERE message = @1", message);

    private static bool RaiseUnclaimed(JournalConnection connection, long message, long expectedVersion) => connection.Execute(
        """
        UPDATE message SET version = version + 1
        WHERE id = @1 AND version = @2 AND NOT EXISTS (SELECT 1 FROM attempt WHERE message = @1 AND live = 1)
        """,
        message, expectedVersion) == 1;

    private static bool RaiseMessageOf(JournalConnection connection, long attempt, long? expectedVersion) => connection.Execute(
        """
        UPDATE message SET version = version + 1
        WHERE id = (SELECT message FROM attempt WHERE number = @1) AND (@2 IS NULL OR version = @2)
        """,
        attempt, expectedVersion) == 1;

    private static (long Number, bool Live)? Find(JournalConnection connection, string attemptId)
    {
        // Both values in one number: a statement with one column is the fastest.
        var found = connection.Scalar("SELECT number * 2 + (live = 1) FROM attempt WHERE id = @1", attemptId);
        return found is long both ? (both >> 1, (both & 1) == 1) : null;
    }
}
