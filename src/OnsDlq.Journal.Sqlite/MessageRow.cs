using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A message's row: its key and its version.</summary>
internal static class MessageRow
{
    /// <summary>Gives the row's ID, making the row where there is none.</summary>
    public static long Ensure(SqliteConnection connection, MessageKey key)
    {
        connection.Execute(
            "INSERT INTO message (realm, instance_id, group_id, msg_id) VALUES (@1, @2, @3, @4) ON CONFLICT DO NOTHING",
            key.Realm, key.InstanceId, key.GroupId, key.MsgId);
        return (long)connection.Scalar(
            "SELECT id FROM message WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND msg_id = @4",
            key.Realm, key.InstanceId, key.GroupId, key.MsgId)!;
    }

    /// <summary>Raises the version if it is still the one expected.</summary>
    public static bool Raise(SqliteConnection connection, long id, long? expectedVersion) =>
        connection.Execute(
            "UPDATE message SET version = version + 1 WHERE id = @1 AND (@2 IS NULL OR version = @2)", id, expectedVersion) == 1;
}
