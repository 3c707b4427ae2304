namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the row of a bookmark.</summary>
internal static class BookmarkRow
{
    public static Bookmark? Read(JournalConnection connection, BookmarkKey key)
    {
        if (LacksTable(connection)) return null;
        using var row = connection.Query(
            """
            SELECT version, until, seen FROM queue JOIN bookmark ON bookmark.queue = queue.id
            WHERE realm = @1 AND instance_id = @2 AND group_id = @3 AND name = @4 AND filters = @5
            """,
            key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters);
        return row.Read() ? new(row.Number(0), row.Time(1), row.Text(2)) : null;
    }

    public static IReadOnlyList<RecordedBookmark> ReadAll(JournalConnection connection)
    {
        if (LacksTable(connection)) return [];
        using var rows = connection.Query(
            """
            SELECT realm, instance_id, group_id, name, filters, until FROM bookmark JOIN queue ON queue.id = bookmark.queue
            ORDER BY name, group_id, instance_id, realm, filters
            """);
        var bookmarks = new List<RecordedBookmark>();
        while (rows.Read()) bookmarks.Add(new(new(rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4)), rows.Time(5)));
        return bookmarks;
    }

    public static bool Move(JournalConnection connection, BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen)
    {
        if (expectedVersion > 0)
        {
            return connection.Execute(
                """
                UPDATE bookmark SET version = version + 1, until = @7, seen = @8
                WHERE queue = (SELECT id FROM queue WHERE realm = @1 AND instance_id = @2 AND group_id = @3)
                    AND name = @4 AND filters = @5 AND version = @6
                """,
                key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters, expectedVersion, until, seen) == 1;
        }

        MessageRow.EnsureQueue(connection, key.Realm, key.InstanceId, key.GroupId);
        return connection.Execute(
            """
            INSERT INTO bookmark (queue, name, filters, version, until, seen)
            SELECT id, @4, @5, 1, @6, @7 FROM queue WHERE realm = @1 AND instance_id = @2 AND group_id = @3 ON CONFLICT DO NOTHING
            """,
            key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters, until, seen) == 1;
    }

    private static bool LacksTable(JournalConnection connection) => connection.SchemaVersion is > 0 and < JournalSchema.WithBookmarks;
}
