namespace OnsDlq.Journal.Sqlite;

/// <summary>A message's row: its key and its version.</summary>
internal static class MessageRow
{
    /// <summary>Gives the row's ID, making the row where there is none.</summary>
    public static long Ensure(JournalConnection connection, MessageKey key) => Find(connection, key) ?? AddWithQueue(connection, key);

    /// <summary>Gives the ID of a new row that is at version 1 already; null where there is a row, or none of its queue.</summary>
    public static long? AddRaised(JournalConnection connection, MessageKey key) => Add(connection, key, version: 1);

    /// <summary>Gives the ID of a message's row; null where there is none.</summary>
    public static long? Find(JournalConnection connection, MessageKey key) => (long?)connection.Scalar(
        """
        SELECT message.id FROM queue JOIN message ON message.queue = queue.id
        WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND msg_id = @4
        """,
        key.Realm, key.InstanceId, key.GroupId, key.MsgId);

    private static long AddWithQueue(JournalConnection connection, MessageKey key)
    {
        connection.Execute(
            "INSERT INTO queue (realm, instance_id, group_id) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", key.Realm, key.InstanceId, key.GroupId);
        return Add(connection, key, version: 0)!.Value;
    }

    // Null where the message has a row, or its queue has none.
    private static long? Add(JournalConnection connection, MessageKey key, long version) => (long?)connection.Scalar(
        """
        INSERT INTO message (queue, msg_id, version)
        SELECT id, @4, @5 FROM queue WHERE realm = @1 AND instance_id = @2 AND group_id = @3 ON CONFLICT DO NOTHING RETURNING id
        """,
        key.Realm, key.InstanceId, key.GroupId, key.MsgId, version);
}
