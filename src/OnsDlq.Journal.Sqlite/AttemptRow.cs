using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>An attempt's row and its outcomes.</summary>
internal static class AttemptRow
{
    public static bool Claim(SqliteConnection connection, Claim claim)
    {
        var message = MessageRow.Ensure(connection, claim.Key);
        if (connection.Scalar("SELECT 1 FROM attempt WHERE message = @1 AND live = 1", message) is not null) return false;
        if (!MessageRow.Raise(connection, message, claim.ExpectedVersion)) return false;

        var attempt = claim.Attempt;
        connection.Execute(
            """
            INSERT INTO attempt (id, message, run, round, claimed_at, lease_until, signed_at, newest_entry, lifted)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)
            """,
            attempt.AttemptId, message, attempt.RunId, attempt.Round, attempt.ClaimedAt, attempt.LeaseUntil, attempt.SignedAt,
            attempt.NewestEntrySeen, Sql.Join(attempt.Lifted.Select(reason => reason.ToString())));
        return true;
    }

    public static bool Settle(
        SqliteConnection connection, string attemptId, AttemptOutcome outcome, long? expectedVersion)
    {
        if (connection.Scalar("SELECT message FROM attempt WHERE id = @1", attemptId) is not long message) return false;
        if (!MessageRow.Raise(connection, message, expectedVersion)) return false;

        connection.Execute(
            """
            INSERT INTO outcome (attempt, number, status, source, at, request_id, error_code, error_message, failed_msg_id, tries, by, reason)
            VALUES (@1, (SELECT count(*) FROM outcome WHERE attempt = @1), @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
            """,
            attemptId, outcome.Status, outcome.Source, outcome.At, outcome.RequestId, outcome.ErrorCode, outcome.ErrorMessage,
            Sql.Join(outcome.FailedMsgId), outcome.Tries, outcome.By, outcome.Reason);
        connection.Execute("UPDATE attempt SET live = 0 WHERE id = @1", attemptId);
        return true;
    }
}
