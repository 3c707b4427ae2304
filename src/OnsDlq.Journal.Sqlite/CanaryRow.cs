using OnsDlq.Messages;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the row of a canary.</summary>
internal static class CanaryRow
{
    /// <summary>Begins one; false where its group has an open one.</summary>
    public static bool Begin(JournalConnection connection, Canary canary)
    {
        MessageRow.EnsureQueue(connection, canary.Queue.Realm, canary.Queue.InstanceId, canary.Queue.GroupId);
        var queue = Queue(connection, canary.Queue)!.Value;
        if (connection.Scalar("SELECT 1 FROM canary WHERE queue = @1 AND state = 'Open'", queue) is not null) return false;
        connection.Execute(
            """
            INSERT INTO canary (id, queue, run, size, begun_at, deadline, state, ended_at, seen)
            VALUES (@1, @2, (SELECT number FROM run WHERE id = @3), @4, @5, @6, @7, @8, @9)
            """,
            canary.CanaryId, queue, canary.RunId, canary.Size, canary.BegunAt, canary.Deadline, canary.State, canary.EndedAt, canary.Seen);
        return true;
    }

    /// <summary>Gives an open one another size and deadline; false where it is not open.</summary>
    public static bool Continue(JournalConnection connection, string canaryId, int size, DateTimeOffset deadline) => connection.Execute(
        "UPDATE canary SET size = @2, deadline = @3 WHERE id = @1 AND state = 'Open'", canaryId, size, deadline) == 1;

    /// <summary>Ends an open one; false where it is not open.</summary>
    public static bool End(JournalConnection connection, string canaryId, CanaryState state, DateTimeOffset at, string seen) => connection.Execute(
        "UPDATE canary SET state = @2, ended_at = @3, seen = @4 WHERE id = @1 AND state = 'Open'", canaryId, state, at, seen) == 1;

    /// <summary>The newest of a group; null where there is none.</summary>
    public static Canary? Newest(JournalConnection connection, QueueKey key)
    {
        if (connection.SchemaVersion is > 0 and < JournalSchema.KeepsEvidence || Queue(connection, key) is not { } queue) return null;
        using var rows = connection.Query(
            """
            SELECT canary.id, run.id, size, begun_at, deadline, state, canary.ended_at, seen FROM canary JOIN run ON run.number = canary.run
            WHERE queue = @1 ORDER BY canary.number DESC LIMIT 1
            """,
            queue);
        return !rows.Read() ? null : new()
        {
            CanaryId = rows.Text(0),
            Queue = key,
            RunId = rows.Text(1),
            Size = rows.Count(2, least: 1),
            BegunAt = rows.Time(3),
            Deadline = rows.Time(4),
            State = rows.Name<CanaryState>(5),
            EndedAt = rows.TimeOrNull(6),
            Seen = rows.TextOrNull(7),
        };
    }

    /// <summary>Whether a canary is open, and has fewer attempts that may have been executed than its size.</summary>
    public static bool HasRoom(JournalConnection connection, string canaryId)
    {
        if (connection.Scalar("SELECT size FROM canary WHERE id = @1 AND state = 'Open'", canaryId) is not long size) return false;
        var numbers = new List<long>();
        using (var rows = connection.Query("SELECT number FROM attempt WHERE canary = @1", canaryId))
        {
            while (rows.Read()) numbers.Add(rows.Number(0));
        }

        // Which outcome counts is decided in one place, OutcomeFold, and not in SQL.
        return numbers.Count(number => OutcomeFold.Fold(HistoryReader.Outcomes(connection, number))?.Status != ResendStatus.Rejected) < size;
    }

    private static long? Queue(JournalConnection connection, QueueKey key) => (long?)connection.Scalar(
        "SELECT id FROM queue WHERE realm = @1 AND instance_id = @2 AND group_id = @3", key.Realm, key.InstanceId, key.GroupId);
}
