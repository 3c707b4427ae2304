using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Writes a batch over one connection: a transaction, in one round trip.</summary>
/// <param name="place">Where the journal is.</param>
/// <param name="server">Checks the server in every transaction.</param>
internal sealed class BatchWriter(Place place, ServerWatch server)
{
    // Queues that are known to have a row.
    private readonly HashSet<(string Realm, string InstanceId, string GroupId)> _queues = [];

    /// <summary>Does the writes, and completes those that were done.</summary>
    /// <exception cref="UntrustedCommitException">They were committed, but may not be durable.</exception>
    public async Task WriteAsync(NpgsqlConnection connection, List<IWrite> batch)
    {
        if (batch[0] is ILoneWrite alone)
        {
            await WriteAsync(connection, alone).ConfigureAwait(false);
            return;
        }

        await ConfirmAsync(connection, batch).ConfigureAwait(false);
        var settlements = Left<SettleWrite>(batch);
        var renewals = Left<RenewWrite>(batch);
        var claims = Left<ClaimWrite>(batch);
        var unknown = UnknownQueues(claims);
        var parts = new List<NpgsqlBatchCommand>();
        if (unknown.Count > 0) parts.Add(WriteParts.Queues(place, unknown));
        if (renewals.Count > 0) parts.Add(WriteParts.Lock(place, [.. renewals.Select(write => write.Renewal.AttemptId)]));
        if (settlements.Count > 0)
            parts.Add(WriteParts.Settlements(place, [.. settlements.Select(write => write.Settlement)], settlements.Exists(write => write.Again)));
        if (renewals.Count > 0) parts.Add(WriteParts.Renewals(place, [.. renewals.Select(write => write.Renewal)]));
        parts.AddRange(WriteParts.Claims(place, [.. claims.Select(write => write.Claim)]));
        if (parts.Count == 0) return;
        var done = await DoAsync(connection, parts).ConfigureAwait(false);
        lock (_queues) _queues.UnionWith(unknown.Select(QueueOf));
        foreach (var write in settlements) write.Succeed(done.Contains(write.Settlement.AttemptId));
        foreach (var write in renewals) write.Succeed(done.Contains(write.Renewal.AttemptId));
        foreach (var write in claims.Where(write => !write.Again || done.Contains(write.AttemptId))) write.Succeed(done.Contains(write.AttemptId));

        // Refused, perhaps because the earlier try was done only now.
        await ConfirmAsync(connection, batch).ConfigureAwait(false);
        foreach (var write in Left<ClaimWrite>(batch)) write.Succeed(false);
    }

    // Claims whose connection was lost before the answer: those that were made are there.
    private async Task ConfirmAsync(NpgsqlConnection connection, List<IWrite> batch)
    {
        var unsure = Left<ClaimWrite>(batch).FindAll(write => write.Again);
        if (unsure.Count == 0) return;
        var made = await DoAsync(connection, [WriteParts.Confirm(place, [.. unsure.Select(write => write.AttemptId)])]).ConfigureAwait(false);
        foreach (var write in unsure.Where(write => made.Contains(write.AttemptId))) write.Succeed(true);
    }

    private async Task WriteAsync(NpgsqlConnection connection, ILoneWrite write)
    {
        using var watch = new CommitWatch(connection);
        Action complete;
        long? reached;
        var transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            (_, reached) = await ExecuteAsync(connection, [server.Opening()], CancellationToken.None).ConfigureAwait(false);
            complete = await write.DoAsync(connection).ConfigureAwait(false);
            await transaction.CommitAsync().ConfigureAwait(false);
        }

        watch.Check();
        server.Note(reached);
        complete();
    }

    /// <summary>Does statements in one transaction; gives the first column, of text, of all rows that they give.</summary>
    public async Task<HashSet<string>> DoAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> parts)
    {
        using var watch = new CommitWatch(connection);
        var (found, reached) = await ExecuteAsync(connection, [server.Opening(), .. parts], CancellationToken.None).ConfigureAwait(false);
        watch.Check();
        server.Note(reached);
        return found;
    }

    /// <summary>
    /// Runs statements in the open transaction, or in one of their own; gives the first column, of text, of all rows that they give, and the number that
    /// the very first row begins with.
    /// </summary>
    public static async Task<(HashSet<string> Found, long? First)> ExecuteAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> parts, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        long? first = null;
        var isFirst = true;
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            foreach (var part in parts) batch.BatchCommands.Add(part);
            var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                do
                {
                    var isText = reader.FieldCount > 0 && reader.GetFieldType(0) == typeof(string);
                    while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                    {
                        if (isText) found.Add(reader.GetString(0));
                        else if (isFirst) first = reader.GetInt64(0);
                        isFirst = false;
                    }
                }
                while (await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false));

                // Only now the transaction is committed: closing reads on until the server says so.
                await reader.CloseAsync().ConfigureAwait(false);
            }
        }

        return (found, first);
    }

    private List<Messages.MessageKey> UnknownQueues(List<ClaimWrite> claims)
    {
        lock (_queues) return [.. claims.Select(write => write.Claim.Key).Where(key => !_queues.Contains(QueueOf(key)))];
    }

    private static (string, string, string) QueueOf(Messages.MessageKey key) => (key.Realm, key.InstanceId.ToUpperInvariant(), key.GroupId.ToUpperInvariant());

    private static List<T> Left<T>(List<IWrite> batch)
        where T : class, IWrite => [.. batch.OfType<T>().Where(write => !write.IsDone)];
}
