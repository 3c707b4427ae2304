using System.Runtime.CompilerServices;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.TestKit.Journal;

/// <summary>A journal that lets a test run code before and after each change.</summary>
internal sealed class HookedJournal(IResendJournal inner) : IResendJournal
{
    /// <summary>Awaited before histories are read.</summary>
    public Func<Task>? Reading { get; set; }

    /// <summary>Awaited before a claim.</summary>
    public Func<Claim, Task>? Claiming { get; set; }

    /// <summary>Awaited when a claim is durable.</summary>
    public Func<Claim, Task>? Claimed { get; set; }

    /// <summary>Awaited before a renewal.</summary>
    public Func<Task>? Renewing { get; set; }

    /// <summary>Awaited when a renewal is durable.</summary>
    public Func<Task>? Renewed { get; set; }

    /// <summary>Awaited before an outcome is appended.</summary>
    public Func<AttemptOutcome, Task>? Settling { get; set; }

    /// <summary>Awaited before a run is recorded.</summary>
    public Func<Task>? Beginning { get; set; }

    /// <summary>Awaited before a run's end is recorded.</summary>
    public Func<Task>? Ending { get; set; }

    /// <summary>Awaited before a bookmark is moved.</summary>
    public Func<BookmarkKey, Task>? Moving { get; set; }

    /// <summary>Told to wait no longer than so, since a run was stopped.</summary>
    public Action<TimeSpan>? Shortening { get; set; }

    /// <summary>Awaited before it is closed.</summary>
    public Func<Task>? Disposing { get; set; }

    /// <summary>Whether it is closed.</summary>
    public bool IsDisposed { get; private set; }

    /// <summary>How many runs, claims, renewals and settlements there were.</summary>
    public int Writes => _writes;

    private int _writes;

    public string Location => inner.Location;

    /// <summary>Called immediately before a request leaves.</summary>
    public Func<Task>? Checking { get; set; }

    public void ShortenWaits(TimeSpan within) => Shortening?.Invoke(within);

    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        if (Checking is { } hook) await hook();
        await inner.CheckAsync(cancellationToken);
    }

    public async Task BeginRunAsync(BegunRun run, CancellationToken cancellationToken)
    {
        if (Beginning is { } hook) await hook();
        Interlocked.Increment(ref _writes);
        await inner.BeginRunAsync(run, cancellationToken);
    }

    public async Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken)
    {
        if (Reading is { } hook) await hook();
        return await inner.ReadAsync(keys, cancellationToken);
    }

    public async Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        if (Claiming is { } before) await before(claim);
        Interlocked.Increment(ref _writes);
        var claimed = await inner.ClaimAsync(claim, cancellationToken);
        if (claimed && Claimed is { } after) await after(claim);
        return claimed;
    }

    public async Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        if (Renewing is { } before) await before();
        Interlocked.Increment(ref _writes);
        var renewed = await inner.RenewAsync(attemptId, signedAt, leaseUntil, cancellationToken);
        if (Renewed is { } after) await after();
        return renewed;
    }

    public async Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken)
    {
        if (Settling is { } hook) await hook(outcome);
        Interlocked.Increment(ref _writes);
        return await inner.SettleAsync(attemptId, outcome, expectedVersion, cancellationToken);
    }

    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) =>
        inner.BlockAsync(key, block, cancellationToken);

    public IAsyncEnumerable<RecordedAttempt> QueryAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        inner.QueryAsync(query, cancellationToken);

    public async Task<bool> EndRunAsync(string runId, RunEnd end, CancellationToken cancellationToken)
    {
        if (Ending is { } hook) await hook();
        return await inner.EndRunAsync(runId, end, cancellationToken);
    }

    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        inner.ReadBlocksAsync(query, cancellationToken);

    public IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, CancellationToken cancellationToken) => inner.QueryRunsAsync(runId, cancellationToken);

    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) => inner.ReadBookmarkAsync(key, cancellationToken);

    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) => inner.ReadBookmarksAsync(cancellationToken);

    public async Task<bool> MoveBookmarkAsync(
        BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken)
    {
        if (Moving is { } hook) await hook(key);
        return await inner.MoveBookmarkAsync(key, expectedVersion, until, seen, cancellationToken);
    }

    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) => inner.FindCanaryAsync(queue, cancellationToken);

    /// <summary>Awaited before evidence is recorded.</summary>
    public Func<IReadOnlyList<FoundEvidence>, Task>? Recording { get; set; }

    public async Task RecordEvidenceAsync(IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken)
    {
        if (Recording is { } hook) await hook(found);
        await inner.RecordEvidenceAsync(found, cancellationToken);
    }

    public Task RecordSampleAsync(RunSample sample, CancellationToken cancellationToken) => inner.RecordSampleAsync(sample, cancellationToken);

    public Task<bool> BeginCanaryAsync(Canary canary, CancellationToken cancellationToken) => inner.BeginCanaryAsync(canary, cancellationToken);

    public Task<bool> ContinueCanaryAsync(string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken) =>
        inner.ContinueCanaryAsync(canaryId, size, deadline, cancellationToken);

    public Task<bool> EndCanaryAsync(string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken) =>
        inner.EndCanaryAsync(canaryId, state, at, seen, cancellationToken);

    /// <summary>Awaited before old records are counted or deleted.</summary>
    public Func<Task>? Clearing { get; set; }

    public async IAsyncEnumerable<ClearedRecords> ClearAsync(
        DateTimeOffset before, bool isTrial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Clearing is { } hook) await hook();
        await foreach (var part in inner.ClearAsync(before, isTrial, cancellationToken)) yield return part;
    }

    /// <summary>How many slots of paces were taken.</summary>
    public int SlotsTaken => _slotsTaken;

    private int _slotsTaken;

    public Task<DateTimeOffset> TakeSlotsAsync(PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _slotsTaken, count);
        return inner.TakeSlotsAsync(key, count, interval, now, cancellationToken);
    }

    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) => inner.ReadPaceAsync(key, cancellationToken);

    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        inner.ChangePaceAsync(key, expected, state, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Disposing is { } hook) await hook();
        await inner.DisposeAsync();
        IsDisposed = true;
    }
}
