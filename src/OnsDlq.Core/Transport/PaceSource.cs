using OnsDlq.Journal;

namespace OnsDlq.Transport;

/// <summary>
/// Where a pace is kept: in the journal, shared with all who use that; in this process alone where there is no journal, or while it
/// cannot be used. No call fails for that: what must not be sent without a journal is not claimed without one.
/// </summary>
/// <param name="journal">Gives the journal; null where there is none yet.</param>
/// <param name="time">The clock.</param>
internal sealed class PaceSource(Func<CancellationToken, ValueTask<IPaceStore?>> journal, TimeProvider time)
{
    /// <summary>How long a journal that could not be used is left alone: finding that out may take long.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ProcessPaceStore _own = new();
    private readonly long _start = time.GetTimestamp();
    private long _retryAt;

    /// <summary>A source without a journal.</summary>
    public PaceSource(TimeProvider time) : this(_ => default, time)
    {
    }

    /// <summary>Asks the store.</summary>
    /// <param name="ask">What to ask; it may be asked twice.</param>
    /// <param name="notice">Told when the journal cannot be used; null for nobody.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<T> AskAsync<T>(Func<IPaceStore, Task<T>> ask, Action<string>? notice, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_start).Ticks >= Interlocked.Read(ref _retryAt))
        {
            try
            {
                if (await journal(cancellationToken).ConfigureAwait(false) is { } store) return await ask(store).ConfigureAwait(false);
            }
            catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
            {
                Interlocked.Exchange(ref _retryAt, (time.GetElapsedTime(_start) + Pause).Ticks);
                notice?.Invoke($"The pace is not shared with other processes for now. {trouble.Message}");
            }
        }

        return await ask(_own).ConfigureAwait(false);
    }
}
