using OnsDlq.Messages;
using OnsDlq.Moving;

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
        Add(connection, queue, canary);
        return true;
    }

    /// <summary>Takes the canary of another journal: a new one, or the newer state of one that is there.</summary>
    public static void Take(JournalConnection connection, Canary canary)
    {
        MessageRow.EnsureQueue(connection, canary.Queue.Realm, canary.Queue.InstanceId, canary.Queue.GroupId);
        var queue = Queue(connection, canary.Queue)!.Value;
        if (connection.Scalar("SELECT 1 FROM canary WHERE id = @1", canary.CanaryId) is null)
            Add(connection, queue, connection.Scalar("SELECT 1 FROM canary WHERE queue = @1 AND state = 'Open'", queue) is null ? canary : CanaryMerge.Second(canary));
        else if (canary.State != CanaryState.Open)
            End(connection, canary.CanaryId, canary.State, canary.EndedAt!.Value, canary.Seen ?? "");
    }

    /// <summary>All of them, oldest first.</summary>
    public static IReadOnlyList<Canary> ReadAll(JournalConnection connection) => Read(connection, "1 = 1 ORDER BY canary.number");

    private static void Add(JournalConnection connection, long queue, Canary canary) => connection.Execute(
        """
        INSERT INTO canary (id, queue, run, size, begun_at, deadline, state, ended_at, seen)
        VALUES (@1, @2, (SELECT number FROM run WHERE id = @3), @4, @5, @6, @7, @8, @9)
        """,
        canary.CanaryId, queue, canary.RunId, canary.Size, canary.BegunAt, canary.Deadline, canary.State, canary.EndedAt, canary.Seen);

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
        return Read(connection, "canary.queue = @1 ORDER BY canary.number DESC LIMIT 1", queue).FirstOrDefault();
    }

    private static List<Canary> Read(JournalConnection connection, string which, params ReadOnlySpan<object?> values)
    {
        using var rows = connection.Query(
            $"""
            SELECT canary.id, run.id, size, begun_at, deadline, state, canary.ended_at, seen, realm, instance_id, group_id
            FROM canary JOIN run ON run.number = canary.run JOIN queue ON queue.id = canary.queue WHERE {which}
            """,
            values);
        var canaries = new List<Canary>();
        while (rows.Read())
        {
            canaries.Add(new()
            {
                CanaryId = rows.Text(0),
                Queue = new(rows.Text(8), rows.Text(9), rows.Text(10)),
                RunId = rows.Text(1),
                Size = rows.Count(2, least: 1),
                BegunAt = rows.Time(3),
                Deadline = rows.Time(4),
                State = rows.Name<CanaryState>(5),
                EndedAt = rows.TimeOrNull(6),
                Seen = rows.TextOrNull(7),
            });
        }

        return canaries;
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
