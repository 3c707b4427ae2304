using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the rows of bookmarks.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class BookmarkRows(Place place)
{
    private const string Which =
        """
        realm = $1 AND lower(instance_id) = lower($2 COLLATE "C") AND lower(group_id) = lower($3 COLLATE "C")
        """;

    private readonly string _tables = $"{place.Table("bookmark")} AS bookmark JOIN {place.Table("queue")} AS queue ON queue.id = bookmark.queue";

    /// <summary>Reads a bookmark; null where there is none.</summary>
    public async Task<Bookmark?> ReadAsync(NpgsqlConnection connection, BookmarkKey key, CancellationToken cancellationToken)
    {
        var found = await Sql.ReadAsync(
            connection, $"SELECT version, until, seen FROM {_tables} WHERE {Which} AND name = $4 AND filters = $5",
            row => new Bookmark(row.GetInt64(0), row.Time(1), row.Text(2)), cancellationToken,
            key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Reads all bookmarks, by name, group and instance.</summary>
    public async Task<IReadOnlyList<RecordedBookmark>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await Sql.ReadAsync(
            connection,
            $"""
            SELECT realm, instance_id, group_id, name, filters, until FROM {_tables}
            ORDER BY name, lower(group_id), lower(instance_id), realm, filters
            """,
            row => new RecordedBookmark(new(row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4)), row.Time(5)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Moves a bookmark whose version is the expected one; makes it where that is 0 and there is none.</summary>
    public async Task<bool> MoveAsync(
        NpgsqlConnection connection, BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken)
    {
        if (expectedVersion > 0)
        {
            return await Sql.ExecuteAsync(
                connection,
                $"""
                UPDATE {place.Table("bookmark")} SET version = version + 1, until = $7, seen = $8
                WHERE queue = (SELECT id FROM {place.Table("queue")} WHERE {Which}) AND name = $4 AND filters = $5 AND version = $6
                """,
                cancellationToken, key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters, expectedVersion, until, seen).ConfigureAwait(false) == 1;
        }

        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(WriteParts.Queues(place, [new(key.Realm, key.InstanceId, key.GroupId, "")]));
            batch.BatchCommands.Add(Sql.Part(
                $"""
                INSERT INTO {place.Table("bookmark")} (queue, name, filters, version, until, seen)
                SELECT id, $4, $5, 1, $6, $7 FROM {place.Table("queue")} WHERE {Which} ON CONFLICT DO NOTHING
                """,
                key.Realm, key.InstanceId, key.GroupId, key.Name, key.Filters, until, seen));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return batch.BatchCommands[1].RecordsAffected == 1;
        }
    }
}
