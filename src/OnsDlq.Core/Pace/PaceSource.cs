namespace OnsDlq.Pace;

/// <summary>
/// Where a pace is kept: in the journal, shared with all who use that; in this process alone where there is no journal, or while it
/// cannot be used. No call fails for that: what must not be sent without a journal is not claimed without one.
/// </summary>
/// <param name="journal">Gives the journal, or null where there is none yet; null for never.</param>
/// <param name="time">The clock.</param>
internal sealed class PaceSource(Func<CancellationToken, ValueTask<IPaceStore?>>? journal, TimeProvider time)
{
    /// <summary>How long a journal that could not be used is left alone: finding that out may take long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>How long a call that does not wait for whoever keeps the journal locked waits for an answer all the same.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly ProcessPaceStore _own = new();
    private readonly long _start = time.GetTimestamp();
    private long _retryAt;
    private long _readAgainAt;

    /// <summary>A source without a journal.</summary>
    public PaceSource(TimeProvider time) : this(null, time)
    {
    }

    /// <summary>Asks the store.</summary>
    /// <param name="ask">What to ask; it may be asked twice.</param>
    /// <param name="call">For which call. It is told when the journal cannot be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<T> AskAsync<T>(Func<IPaceStore, Task<T>> ask, PacedCall call, CancellationToken cancellationToken)
    {
        if (journal is not null && time.GetElapsedTime(_start).Ticks >= Interlocked.Read(ref call.WaitsForJournal ? ref _retryAt : ref _readAgainAt))
        {
            try
            {
                if (call.WaitsForJournal) return await AskAsync(journal, ask, cancellationToken).ConfigureAwait(false);

                // SQLite waits for locks without yielding the thread. What is given up goes on to its own end, which harms nobody.
                return await Task.Run(() => AskAsync(journal, ask, cancellationToken), cancellationToken)
                    .WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Exchange(
                    ref call.WaitsForJournal ? ref _retryAt : ref _readAgainAt, (time.GetElapsedTime(_start) + Pause).Ticks);
                var why = trouble is TimeoutException ? "Somebody else is writing to the journal." : trouble.Message;
                call.Notice?.Invoke($"The pace is not shared with other processes for now. {why}");
            }
        }

        return await ask(_own).ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(
        Func<CancellationToken, ValueTask<IPaceStore?>> open, Func<IPaceStore, Task<T>> ask, CancellationToken cancellationToken) =>
        await ask(await open(cancellationToken).ConfigureAwait(false) ?? _own).ConfigureAwait(false);
}
