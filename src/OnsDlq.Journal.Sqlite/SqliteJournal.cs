using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The journal in one SQLite file that several processes of one machine may share.</summary>
internal sealed class SqliteJournal : IResendJournal
{
    private readonly JournalFile _file;
    private readonly CommitQueue _writes;
    private readonly SqliteConnection _reads;
    private readonly SemaphoreSlim _reading = new(1, 1);

    public SqliteJournal(JournalFile file, SqliteConnection writer, SqliteConnection reader)
    {
        _file = file;
        _writes = new(writer, file.Fault);
        _reads = reader;
    }

    public string Location => _file.Path;

    public Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken) => _writes.WriteAsync(
        connection => connection.Execute(
            "INSERT INTO run (id, started_at, user, reason, machine, boot, process_space, process_id, process_start) VALUES (@1,@2,@3,@4,@5,@6,@7,@8,@9)",
            run.RunId, run.StartedAt, run.User, run.Reason,
            run.Holder.Machine, run.Holder.Boot, run.Holder.ProcessSpace, run.Holder.ProcessId, run.Holder.ProcessStart),
        cancellationToken);

    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) => ReadAsync(
        connection => (IReadOnlyList<MessageHistory>)[.. keys.Select(key => HistoryReader.Read(connection, key))],
        cancellationToken);

    public Task NoteEntriesAsync(IReadOnlyList<SeenEntry> entries, CancellationToken cancellationToken) => _writes.WriteAsync(
        connection =>
        {
            foreach (var entry in entries)
            {
                connection.Execute(
            "INSERT INTO entry (message, store_timestamp) VALUES (@1, @2) ON CONFLICT DO NOTHING",
                    MessageRow.Ensure(connection, entry.Key), entry.StoreTimestamp);
            }

            return entries.Count;
        },
        cancellationToken);

    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => _writes.WriteAsync(
        connection => AttemptRow.Claim(connection, claim), cancellationToken);

    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        _writes.WriteAsync(
            connection => connection.Execute(
            "UPDATE attempt SET signed_at = @2, lease_until = @3 WHERE id = @1 AND live = 1", attemptId, signedAt, leaseUntil) == 1,
            cancellationToken);

    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken) =>
        _writes.WriteAsync(
            connection => AttemptRow.Settle(connection, attemptId, outcome, expectedVersion), cancellationToken);

    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => _writes.WriteAsync(
        connection => connection.Execute(
            """
            UPDATE message SET version = version + 1, block_reason = @2, block_by = @3, block_since = @4, block_until = @5 WHERE id = @1
            """,
            MessageRow.Ensure(connection, key), block?.Reason, block?.By, block?.Since, block?.Until),
        cancellationToken);

    public async IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Read in pages by row, newest first, so that neither memory nor the reading of others hangs on a slow consumer.
        long? before = null;
        while (true)
        {
            var from = before;
            var page = await ReadAsync(connection => AttemptPage.Read(connection, query, from), cancellationToken)
                .ConfigureAwait(false);
            foreach (var attempt in page.Attempts) yield return attempt;
            if (page.Next is null) yield break;
            before = page.Next;
        }
    }

    public Task<DateTimeOffset> TakeSlotsAsync(PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => PaceRow.Take(connection, key, count, interval, now), cancellationToken);

    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) =>
        ReadAsync(connection => PaceRow.Read(connection, key), cancellationToken);

    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => PaceRow.Change(connection, key, expected, state), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync().ConfigureAwait(false);
        await _reading.WaitAsync().ConfigureAwait(false);
        await _reads.DisposeAsync().ConfigureAwait(false);
        _reading.Dispose();
    }

    private async Task<T> ReadAsync<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var transaction = _reads.BeginTransaction(deferred: true);
            return read(_reads);
        }
        catch (SqliteException exception)
        {
            throw _file.Fault(exception);
        }
        finally
        {
            _reading.Release();
        }
    }
}
