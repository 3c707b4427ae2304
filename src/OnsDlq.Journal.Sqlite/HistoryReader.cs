using Microsoft.Data.Sqlite;
using OnsDlq.Resend;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads what the journal knows of one message, within the transaction given.</summary>
internal static class HistoryReader
{
    public const string AttemptColumns =
        """
        attempt.id, attempt.run, attempt.round, attempt.claimed_at, attempt.lease_until, attempt.signed_at, attempt.newest_entry, attempt.lifted,
        run.reason, run.machine, run.boot, run.process_space, run.process_id, run.process_start
        """;

    public static MessageHistory Read(SqliteConnection connection, MessageKey key)
    {
        using var command = connection.Command(
            """
            SELECT id, version, block_reason, block_by, block_since, block_until FROM message
            WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND msg_id = @4
            """,
            key.Realm, key.InstanceId, key.GroupId, key.MsgId);
        using var message = command.ExecuteReader();
        if (!message.Read()) return MessageHistory.None(key);

        var id = message.GetInt64(0);
        var block = message.IsDBNull(2)
            ? null
            : new MessageBlock(message.GetString(2), message.GetString(3), message.Time(4), message.TimeOrNull(5));
        return new(key, message.GetInt64(1), Attempts(connection, id), Entries(connection, id), block);
    }

    public static Attempt ReadAttempt(SqliteConnection connection, SqliteDataReader row) => new()
    {
        AttemptId = row.GetString(0),
        RunId = row.GetString(1),
        Round = row.GetInt32(2),
        ClaimedAt = row.Time(3),
        LeaseUntil = row.Time(4),
        SignedAt = row.Time(5),
        NewestEntrySeen = row.NumberOrNull(6),
        Lifted = [.. Sql.Split(row.GetString(7)).Select(Enum.Parse<SkipReason>)],
        Reason = row.TextOrNull(8),
        Holder = new(row.GetString(9), row.GetString(10), row.GetString(11), row.GetInt32(12), row.GetInt64(13)),
        Outcomes = Outcomes(connection, row.GetString(0)),
    };

    private static List<Attempt> Attempts(SqliteConnection connection, long message)
    {
        using var command = connection.Command(
            $"SELECT {AttemptColumns} FROM attempt JOIN run ON run.id = attempt.run WHERE message = @1 ORDER BY attempt.rowid", message);
        using var rows = command.ExecuteReader();
        var attempts = new List<Attempt>();
        while (rows.Read()) attempts.Add(ReadAttempt(connection, rows));
        return attempts;
    }

    private static List<long> Entries(SqliteConnection connection, long message)
    {
        using var command = connection.Command("SELECT store_timestamp FROM entry WHERE message = @1 ORDER BY store_timestamp", message);
        using var rows = command.ExecuteReader();
        var entries = new List<long>();
        while (rows.Read()) entries.Add(rows.GetInt64(0));
        return entries;
    }

    private static List<AttemptOutcome> Outcomes(SqliteConnection connection, string attempt)
    {
        using var command = connection.Command(
            """
            SELECT status, source, at, request_id, error_code, error_message, failed_msg_id, tries, by, reason FROM outcome
            WHERE attempt = @1 ORDER BY number
            """,
            attempt);
        using var rows = command.ExecuteReader();
        var outcomes = new List<AttemptOutcome>();
        while (rows.Read())
        {
            outcomes.Add(new()
            {
                Status = Enum.Parse<ResendStatus>(rows.GetString(0)),
                Source = Enum.Parse<OutcomeSource>(rows.GetString(1)),
                At = rows.Time(2),
                RequestId = rows.TextOrNull(3),
                ErrorCode = rows.TextOrNull(4),
                ErrorMessage = rows.TextOrNull(5),
                FailedMsgId = Sql.Split(rows.GetString(6)),
                Tries = rows.GetInt32(7),
                By = rows.TextOrNull(8),
                Reason = rows.TextOrNull(9),
            });
        }

        return outcomes;
    }
}
