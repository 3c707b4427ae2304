using OnsDlq.Messages;
using OnsDlq.Realms;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the row of a message: its key and its version.</summary>
internal static class MessageRow
{
    /// <summary>Gives the row's ID; adds the row where there is none.</summary>
    public static long Ensure(JournalConnection connection, MessageKey key) => Find(connection, key) ?? AddWithQueue(connection, key);

    /// <summary>Adds a row with version 1 and gives its ID; null where there is a row already, or where its queue has none.</summary>
    public static long? AddRaised(JournalConnection connection, MessageKey key) => Add(connection, key, version: 1);

    /// <summary>Gives the ID of a message's row; null where there is none.</summary>
    public static long? Find(JournalConnection connection, MessageKey key) => (long?)connection.Scalar(
        """
        SELECT message.id FROM queue JOIN message ON message.queue = queue.id
        WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND msg_id = @4
        """,
        key.Realm, key.InstanceId, key.GroupId, key.MsgId);

    /// <summary>Gives the key of the message in a row; null where there is no such row.</summary>
    public static MessageKey? Find(JournalConnection connection, long id)
    {
        using var rows = connection.Query(
            "SELECT realm, instance_id, group_id, msg_id FROM message JOIN queue ON queue.id = message.queue WHERE message.id = @1", id);
        return rows.Read() ? new(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)) : null;
    }

    /// <summary>Every name of a service under which a group of that instance is recorded, whether it is the same service or not.</summary>
    public static List<string> EveryRealm(JournalConnection connection, MessageKey key)
    {
        using var rows = connection.Query("SELECT realm FROM queue WHERE instance_id = @1 AND group_id = @2", key.InstanceId, key.GroupId);
        var realms = new List<string>();
        while (rows.Read()) realms.Add(rows.Text(0));
        return realms;
    }

    /// <summary>
    /// Other names of the message's service, under which earlier versions of the module may have recorded messages of its group; mostly none.
    /// </summary>
    public static IReadOnlyList<string> OtherRealms(JournalConnection connection, MessageKey key)
    {
        using var rows = connection.Query(
            "SELECT realm FROM queue WHERE instance_id = @1 AND group_id = @2 AND realm <> @3", key.InstanceId, key.GroupId, key.Realm);
        List<string>? others = null;
        while (rows.Read())
        {
            if (Realm.Covers(key.Realm, rows.Text(0))) (others ??= []).Add(rows.Text(0));
        }

        return others ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Sets a message's block, or removes it with null, also under the service's other names.</summary>
    public static int Block(JournalConnection connection, MessageKey key, MessageBlock? block)
    {
        IEnumerable<long> messages = [Ensure(connection, key)];
        var others = block is null ? OtherRealms(connection, key) : [];
        messages = messages.Concat(others.Select(realm => Find(connection, key with { Realm = realm })).OfType<long>());
        return messages.ToArray().Sum(message => SetBlock(connection, message, block));
    }

    /// <summary>Sets the block in one row, or removes it with null, and raises the version.</summary>
    public static int SetBlock(JournalConnection connection, long message, MessageBlock? block) => connection.Execute(
        """
        UPDATE message SET version = version + 1, block_reason = @2, block_by = @3, block_since = @4, block_until = @5 WHERE id = @1
        """,
        message, block?.Reason, block?.By, block?.Since, block?.Until);

    /// <summary>Adds the row of a group's queue where there is none.</summary>
    public static void EnsureQueue(JournalConnection connection, string realm, string instanceId, string groupId) => connection.Execute(
        "INSERT INTO queue (realm, instance_id, group_id) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING", realm, instanceId, groupId);

    private static long AddWithQueue(JournalConnection connection, MessageKey key)
    {
        EnsureQueue(connection, key.Realm, key.InstanceId, key.GroupId);
        return Add(connection, key, version: 0)!.Value;
    }

    // Null where the message has a row already, or its queue has none.
    private static long? Add(JournalConnection connection, MessageKey key, long version) => connection.Execute(
        """
        INSERT INTO message (queue, msg_id, version)
        SELECT id, @4, @5 FROM queue WHERE realm = @1 AND instance_id = @2 AND group_id = @3 ON CONFLICT DO NOTHING
        """,
        key.Realm, key.InstanceId, key.GroupId, key.MsgId, version) == 1 ? connection.LastRow : null;
}
