namespace OnsDlq.Journal.Sqlite;

/// <summary>A message's row: its key and its version.</summary>
internal static class MessageRow
{
    /// <summary>Gives the row's ID, making the row where there is none.</summary>
    public static long Ensure(JournalConnection connection, MessageKey key) => Find(connection, key) ?? Add(connection, key);

    /// <summary>Raises the version if it is still the one expected; null takes any.</summary>
    public static bool Raise(JournalConnection connection, long id, long? expectedVersion) =>
        connection.Execute(
            "UPDATE message SET version = version + 1 WHERE id = @1 AND (@2 IS NULL OR version = @2)", id, expectedVersion) == 1;

    /// <summary>Gives the ID of a new row that is at version 1 already; null where there is a row.</summary>
    public static long? AddRaised(JournalConnection connection, MessageKey key) => (long?)connection.Scalar(
        """
        INSERT INTO message (realm, instance_id, group_id, msg_id, version) VALUES (@1, @2, @3, @4, 1) ON CONFLICT DO NOTHING RETURNING id
        """,
        key.Realm, key.InstanceId, key.GroupId, key.MsgId);

    /// <summary>Gives the ID of a message's row; null where there is none.</summary>
    public static long? Find(JournalConnection connection, MessageKey key) => (long?)connection.Scalar(
        "SELECT id FROM message WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND msg_id = @4",
        key.Realm, key.InstanceId, key.GroupId, key.MsgId);

    private static long Add(JournalConnection connection, MessageKey key) => (long)connection.Scalar(
        "INSERT INTO message (realm, instance_id, group_id, msg_id) VALUES (@1, @2, @3, @4) RETURNING id",
        key.Realm, key.InstanceId, key.GroupId, key.MsgId)!;
}
