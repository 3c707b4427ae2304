using Microsoft.Data.Sqlite;
using OnsDlq.Messages;
using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A journal in one SQLite file, which several processes on one machine may share.</summary>
internal sealed class SqliteJournal : IMovableJournal, IJournalUpkeep
{
    private readonly JournalFile _file;
    private readonly JournalLog _log;
    private readonly CommitQueue _writes;
    private readonly JournalConnection _reads;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private bool _closed;

    public SqliteJournal(JournalFile file, JournalLog log, JournalConnection reader)
    {
        _file = file;
        _log = log;
        _writes = new(log, file.Rules.SettlementWait);
        _reads = reader;
        _reads.LeavesLog = true;
    }

    /// <inheritdoc/>
    public string Location => _file.Path;

    /// <inheritdoc/>
    public string Identity => _log.Id;

    /// <summary>How many transactions this journal committed.</summary>
    public long Commits => _writes.Commits;

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellationToken) =>
        _log.Look() ? ValueTask.CompletedTask : new(_writes.WriteAsync(_ => true, cancellationToken, counts: false));

    /// <inheritdoc/>
    public Task BeginRunAsync(BegunRun run, CancellationToken cancellationToken) =>
        ChangeAsync(connection => RunRow.Add(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndRunAsync(string runId, RunEnd end, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => RunRow.End(connection, runId, end), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) => ReadAsync(
        connection => (IReadOnlyList<MessageHistory>)HistoryReader.Read(connection, keys),
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) =>
        ChangeAsync(connection => AttemptRow.Claim(connection, claim), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        ChangeAsync(connection => AttemptRow.Renew(connection, attemptId, signedAt, leaseUntil), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken)
    {
        SettleRule.Check(outcome, expectedVersion);
        return outcome.Source == OutcomeSource.Holder
            ? _writes.WriteAsync(connection => AttemptRow.Settle(connection, attemptId, outcome, expectedVersion), cancellationToken, mayWait: true)
            : ChangeAsync(connection => AttemptRow.Settle(connection, attemptId, outcome, expectedVersion), cancellationToken);
    }

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) =>
        ChangeAsync(connection => MessageRow.Block(connection, key, block), cancellationToken);

    /// <inheritdoc/>
    public Task RecordEvidenceAsync(IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken) =>
        ChangeAsync(connection => EvidenceRow.Record(connection, found), cancellationToken);

    /// <inheritdoc/>
    public Task RecordSampleAsync(RunSample sample, CancellationToken cancellationToken) =>
        ChangeAsync(connection => SampleRow.Add(connection, sample), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BeginCanaryAsync(Canary canary, CancellationToken cancellationToken) =>
        ChangeAsync(connection => CanaryRow.Begin(connection, canary), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ContinueCanaryAsync(string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken) =>
        ChangeAsync(connection => CanaryRow.Continue(connection, canaryId, size, deadline), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndCanaryAsync(string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken) =>
        ChangeAsync(connection => CanaryRow.End(connection, canaryId, state, at, seen), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        AttemptPage.ReadAllAsync(query, ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        ReadAsync(connection => connection.AtOneMoment(() => BlockRow.Read(connection, query)), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) =>
        RunRow.ReadAllAsync(runId, ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) =>
        ReadAsync(connection => BookmarkRow.Read(connection, key), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) =>
        ReadAsync(BookmarkRow.ReadAll, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> MoveBookmarkAsync(
        BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken) =>
        ChangeAsync(connection => BookmarkRow.Move(connection, key, expectedVersion, until, seen), cancellationToken, counts: false);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) =>
        ReadAsync(connection => CanaryRow.Newest(connection, queue), cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => PaceRow.Take(connection, key, count, interval, now), cancellationToken, counts: false);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) =>
        ReadAsync(connection => PaceRow.Read(connection, key), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => PaceRow.Change(connection, key, expected, state), cancellationToken, counts: false);

    /// <inheritdoc/>
    public IAsyncEnumerable<ClearedRecords> ClearAsync(DateTimeOffset before, bool isTrial, CancellationToken cancellationToken)
    {
        var old = new OldRecords((write, stop) => ChangeAsync(write, stop), ReadAsync, ReadAsync, before);
        return isTrial ? old.CountAsync(cancellationToken) : old.ClearAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken) => ReadAsync(
        connection => JournalDescription.Of(connection, Location, _log.Files.Main, _log.KnownCommits, _log.NeedsLog, _log.Refusal?.Message), cancellationToken);

    /// <inheritdoc/>
    public Task BackupAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // A connection of its own: a large copy takes long, and must not block other reads.
            using var source = _file.ConnectReader();
            source.LeavesLog = true;
            JournalBackup.Make(source, path, isWhole: _log.Refusal is null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> RepairAsync(DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken)
    {
        var accepted = await _writes.DoAsync(log => log.Accept(until, at, by, reason), cancellationToken).ConfigureAwait(false);

        // One decision at a time: what a person was not told of is not decided.
        return accepted
            || await _writes.WriteAsync(connection => MoveRow.GiveUp(connection, Location, until, at, by, reason), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalMove>> ReadMovesAsync(CancellationToken cancellationToken) => ReadAsync(MoveRow.Read, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BeginMoveAsync(JournalMove move, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => MoveRow.Begin(connection, move), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndMoveAsync(JournalMove move, DateTimeOffset at, bool isComplete, CancellationToken cancellationToken) =>
        _writes.WriteAsync(connection => MoveRow.End(connection, move, at, isComplete), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<MovedRecords> ReadRecordsAsync(CancellationToken cancellationToken) => MovedPages.ReadAllAsync(ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<MergedRecords> MergeAsync(JournalMove? move, MovedRecords records, MergeRule rule, CancellationToken cancellationToken) =>
        _writes.WriteAsync(
            connection =>
            {
                if (move is not null) MoveRow.RequireOpen(connection, move, Location);
                return MovedRows.Merge(connection, records, rule);
            },
            cancellationToken);

    /// <summary>Writes what is queued, makes a checkpoint and closes the file; later calls get <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _reading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!_closed) _reads.Dispose();
            _closed = true;
        }
        finally
        {
            _reading.Release();
        }

        await _writes.DisposeAsync().ConfigureAwait(false);
    }

    // What a journal refuses that is sealed, or is being filled.
    private Task<T> ChangeAsync<T>(Func<JournalConnection, T> change, CancellationToken cancellationToken, bool counts = true) => _writes.WriteAsync(
        connection =>
        {
            MoveRow.RefuseChange(connection, Location);
            return change(connection);
        },
        cancellationToken, counts);

    private async Task<T> ReadAsync<T>(Func<JournalConnection, T> read, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);

            _reads.Cancellation = cancellationToken;
            return read(_reads);
        }
        catch (SqliteException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception exception) when (_log.Name(exception) is var named && !ReferenceEquals(named, exception))
        {
            throw named;
        }
        finally
        {
            _reading.Release();
        }
    }
}
