namespace OnsDlq.Pace;

/// <summary>
/// Chooses the store of a pace: the journal, which other processes share, or this process's memory where there is no journal, or while it cannot
/// be used. No call fails for that; a resend without a usable journal fails later, at its claim.
/// </summary>
/// <param name="journal">Gives the journal, or null where there is none yet; is null where there never is one.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long calls that do not wait for a locked journal wait for its answer; <see cref="Patience"/> where none is given.</param>
internal sealed class PaceSource(Func<CancellationToken, ValueTask<IPaceStore?>>? journal, TimeProvider time, TimeSpan? patience = null)
{
    /// <summary>For how long a journal that could not be used is not tried again: each try may take long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The short time-out for calls that do not wait for a locked journal, where it is a file.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>The same where it is a server: it has to be connected to first, and may be far away.</summary>
    public static readonly TimeSpan PatienceWithServer = TimeSpan.FromSeconds(3);

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
    /// <param name="call">The call. Its notice is called when the journal cannot be used.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<T> AskAsync<T>(Func<IPaceStore, Task<T>> ask, PacedCall call, CancellationToken cancellationToken)
    {
        if (journal is not null && time.GetElapsedTime(_start).Ticks >= Interlocked.Read(ref call.WaitsForJournal ? ref _retryAt : ref _readAgainAt))
        {
            try
            {
                if (call.WaitsForJournal) return await AskAsync(journal, ask, cancellationToken).ConfigureAwait(false);

                // SQLite blocks the thread while it waits for a lock. After the time-out that work continues in the background, which is
                // harmless.
                return await Task.Run(() => AskAsync(journal, ask, cancellationToken), cancellationToken)
                    .WaitAsync(patience ?? Patience, time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Exchange(
                    ref call.WaitsForJournal ? ref _retryAt : ref _readAgainAt, (time.GetElapsedTime(_start) + Pause).Ticks);
                var why = trouble is TimeoutException ? "The journal did not answer in time: somebody else may be writing to it." : trouble.Message;
                call.Notice?.Invoke($"The pace is not shared with other processes for now. {why}");
            }
        }

        return await ask(_own).ConfigureAwait(false);
    }

    private async Task<T> AskAsync<T>(
        Func<CancellationToken, ValueTask<IPaceStore?>> open, Func<IPaceStore, Task<T>> ask, CancellationToken cancellationToken) =>
        await ask(await open(cancellationToken).ConfigureAwait(false) ?? _own).ConfigureAwait(false);
}
