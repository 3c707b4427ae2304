using System.Text.Json;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads the blocks of messages.</summary>
internal static class BlockRow
{
    /// <summary>The blocks that a query asks for, the latest first.</summary>
    public static IReadOnlyList<RecordedBlock> Read(JournalConnection connection, BlockQuery query)
    {
        var ids = query.MsgIds.Count == 0 ? null : JsonSerializer.Serialize(query.MsgIds.Select(id => id.ToUpperInvariant()));
        var realms = query.Realm is { } realm ? JsonSerializer.Serialize(AttemptPage.RealmsOf(connection, realm)) : null;
        using var rows = connection.Query(
            """
            SELECT queue.realm, queue.instance_id, queue.group_id, msg_id, block_reason, block_by, block_since, block_until
            FROM message JOIN queue ON queue.id = message.queue
            WHERE block_reason IS NOT NULL
                AND (@1 IS NULL OR queue.realm IN (SELECT value FROM json_each(@1))) AND (@2 IS NULL OR queue.instance_id = @2)
                AND (@3 IS NULL OR queue.group_id = @3) AND (@4 IS NULL OR msg_id IN (SELECT value FROM json_each(@4)))
            ORDER BY block_since DESC, message.id DESC
            """,
            realms, query.InstanceId, query.GroupId, ids);
        var blocks = new List<RecordedBlock>();
        while (rows.Read())
        {
            blocks.Add(new(
                new(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)), new(rows.Text(4), rows.Text(5), rows.Time(6), rows.TimeOrNull(7))));
        }

        return blocks;
    }
}
