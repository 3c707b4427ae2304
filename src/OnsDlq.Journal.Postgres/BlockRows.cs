using Npgsql;
using OnsDlq.Messages;
using OnsDlq.Realms;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the blocks of messages.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class BlockRows(Place place)
{
    /// <summary>The blocks that a query asks for, the latest first.</summary>
    public async Task<IReadOnlyList<RecordedBlock>> ReadAsync(NpgsqlConnection connection, BlockQuery query, CancellationToken cancellationToken)
    {
        var realms = await AttemptPages.RealmsOfAsync(connection, place, query.Realm, cancellationToken).ConfigureAwait(false);
        return await Sql.ReadAsync(
            connection,
            $"""
            SELECT queue.realm, queue.instance_id, queue.group_id, msg_id, block_reason, block_by, block_since, block_until
            FROM {place.Table("message")} AS message JOIN {place.Table("queue")} AS queue ON queue.id = message.queue
            WHERE block_reason IS NOT NULL AND ($1::text[] IS NULL OR realm = ANY ($1::text[]))
                AND ($2::text IS NULL OR lower(instance_id) = lower($2::text COLLATE "C"))
                AND ($3::text IS NULL OR lower(group_id) = lower($3::text COLLATE "C")) AND ($4::text[] IS NULL OR msg_id = ANY ($4::text[]))
            ORDER BY block_since DESC, message.id DESC
            """,
            row => new RecordedBlock(
                new(row.Text(0), row.Text(1), row.Text(2), row.Text(3)), new(row.Text(4), row.Text(5), row.Time(6), row.TimeOrNull(7))),
            cancellationToken,
            realms, query.InstanceId, query.GroupId, query.MsgIds.Count == 0 ? null : query.MsgIds.Select(id => id.ToUpperInvariant()).ToArray())
            .ConfigureAwait(false);
    }

    /// <summary>Sets a message's block, or removes it with null, also under the service's other names.</summary>
    public async Task<bool> SetAsync(NpgsqlConnection connection, MessageKey key, MessageBlock? block, CancellationToken cancellationToken)
    {
        var names = await Sql.ReadAsync(
            connection,
            $"SELECT realm FROM {place.Table("queue")} WHERE lower(instance_id) = lower($1 COLLATE \"C\") AND lower(group_id) = lower($2 COLLATE \"C\")",
            row => row.Text(0), cancellationToken, key.InstanceId, key.GroupId).ConfigureAwait(false);
        var realms = block is null ? names.Where(name => Realm.Covers(key.Realm, name)).Append(key.Realm).Distinct().ToArray() : [key.Realm];
        return await SetAsync(connection, key, realms, block, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the block under this name of the service alone, or removes it with null.</summary>
    public Task<bool> SetOneAsync(NpgsqlConnection connection, MessageKey key, MessageBlock? block, CancellationToken cancellationToken) =>
        SetAsync(connection, key, [key.Realm], block, cancellationToken);

    private async Task<bool> SetAsync(
        NpgsqlConnection connection, MessageKey key, string[] realms, MessageBlock? block, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(WriteParts.Queues(place, [key]));
            batch.BatchCommands.Add(Sql.Part(
                $"""
                INSERT INTO {place.Table("message")} (queue, msg_id)
                SELECT id, $4 FROM {place.Table("queue")}
                WHERE realm = $1 AND lower(instance_id) = lower($2 COLLATE "C") AND lower(group_id) = lower($3 COLLATE "C") ON CONFLICT DO NOTHING
                """,
                key.Realm, key.InstanceId, key.GroupId, key.MsgId));
            batch.BatchCommands.Add(Sql.Part(
                $"""
                UPDATE {place.Table("message")} AS message
                SET version = version + 1, block_reason = $5::text, block_by = $6::text, block_since = $7::timestamptz, block_until = $8::timestamptz
                FROM {place.Table("queue")} AS queue
                WHERE queue.id = message.queue AND msg_id = $4 AND realm = ANY ($1) AND lower(instance_id) = lower($2 COLLATE "C")
                    AND lower(group_id) = lower($3 COLLATE "C")
                """,
                realms, key.InstanceId, key.GroupId, key.MsgId, block?.Reason, block?.By, block?.Since, block?.Until));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }
}
