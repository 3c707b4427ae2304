using Microsoft.Data.Sqlite;
using OnsDlq.Resend;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads what the journal knows of one message.</summary>
internal static class HistoryReader
{
    public const string AttemptColumns =
        """
        attempt.id, run.id, attempt.round, attempt.claimed_at, attempt.lease_until, attempt.signed_at, attempt.newest_entry, attempt.lifted,
        run.reason, run.machine, run.boot, run.process_space, run.process_id, run.process_start, attempt.number
        """;

    public static MessageHistory Read(JournalConnection connection, MessageKey key)
    {
        // Most messages are new: that is found out first, the quickest way.
        return MessageRow.Find(connection, key) is { } id ? connection.AtOneMoment(() => Read(connection, key, id)) : MessageHistory.None(key);
    }

    public static Attempt ReadAttempt(JournalConnection connection, SqliteDataReader row) => new()
    {
        AttemptId = row.GetString(0),
        RunId = row.GetString(1),
        Round = row.GetInt32(2),
        ClaimedAt = row.Time(3),
        LeaseUntil = row.Time(4),
        SignedAt = row.Time(5),
        NewestEntrySeen = row.NumberOrNull(6),
        Lifted = row.Names<SkipReason>(7),
        Reason = row.TextOrNull(8),
        Holder = new(row.GetString(9), row.GetString(10), row.GetString(11), row.GetInt32(12), row.GetInt64(13)),
        Outcomes = Outcomes(connection, row.GetInt64(14)),
    };

    private static MessageHistory Read(JournalConnection connection, MessageKey key, long id)
    {
        using var message = connection.Query("SELECT version, block_reason, block_by, block_since, block_until FROM message WHERE id = @1", id);
        message.Read();
        var block = message.IsDBNull(1)
            ? null
            : new MessageBlock(message.GetString(1), message.GetString(2), message.Time(3), message.TimeOrNull(4));
        return new(key, message.GetInt64(0), Attempts(connection, id), Entries(connection, id), block);
    }

    private static List<Attempt> Attempts(JournalConnection connection, long message)
    {
        using var rows = connection.Query(
            $"SELECT {AttemptColumns} FROM attempt JOIN run ON run.number = attempt.run WHERE message = @1 ORDER BY attempt.number", message);
        var attempts = new List<Attempt>();
        while (rows.Read()) attempts.Add(ReadAttempt(connection, rows));
        return attempts;
    }

    private static List<long> Entries(JournalConnection connection, long message)
    {
        using var rows = connection.Query("SELECT entries FROM attempt WHERE message = @1", message);
        var entries = new SortedSet<long>();
        while (rows.Read()) entries.UnionWith(rows.Numbers(0));
        return [.. entries];
    }

    private static List<AttemptOutcome> Outcomes(JournalConnection connection, long attempt)
    {
        using var rows = connection.Query(
            """
            SELECT status, source, at, request_id, error_code, error_message, failed_msg_id, tries, by, reason FROM outcome
            WHERE attempt = @1 ORDER BY number
            """,
            attempt);
        var outcomes = new List<AttemptOutcome>();
        while (rows.Read())
        {
            outcomes.Add(new()
            {
                Status = rows.Name<ResendStatus>(0),
                Source = rows.Name<OutcomeSource>(1),
                At = rows.Time(2),
                RequestId = rows.TextOrNull(3),
                ErrorCode = rows.TextOrNull(4),
                ErrorMessage = rows.TextOrNull(5),
                FailedMsgId = rows.Words(6),
                Tries = rows.GetInt32(7),
                By = rows.TextOrNull(8),
                Reason = rows.TextOrNull(9),
            });
        }

        return outcomes;
    }
}
