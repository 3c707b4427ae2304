namespace OnsDlq.Completion;

/// <summary>
/// A list that takes a call to get: kept for a minute, waited for a moment only. A call that takes longer goes on, for whoever asks next;
/// one that fails counts as answered for a while, so that nobody waits at every key while there is no network.
/// </summary>
/// <param name="fetch">Gets the list.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">How long somebody who asks is kept waiting.</param>
internal sealed class CachedList<T>(Func<CancellationToken, Task<IReadOnlyList<T>>> fetch, TimeProvider time, TimeSpan patience)
{
    /// <summary>How long the list is kept.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>How long nobody asks again after a failure.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    /// <summary>How long somebody at a prompt is kept waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1200);

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private IReadOnlyList<T> _list = [];
    private Task _fetching = Task.CompletedTask;
    private long? _answeredAt;
    private TimeSpan _goodFor;

    /// <summary>The list: fresh where it is there in time, else what was known before. Never throws.</summary>
    public IReadOnlyList<T> Get()
    {
        Task fetching;
        lock (_gate)
        {
            if (_answeredAt is { } answered && time.GetElapsedTime(answered) < _goodFor) return _list;
            if (_fetching.IsCompleted) _fetching = Task.Run(FetchAsync);
            fetching = _fetching;
        }

        // A key was pressed and the engine waits for its answer on this thread: there is nothing to await it with.
        Task.WhenAny(fetching, Task.Delay(patience, time)).GetAwaiter().GetResult();
        lock (_gate) return _list;
    }

    private async Task FetchAsync()
    {
        IReadOnlyList<T>? list = null;
        try
        {
            using var limit = new CancellationTokenSource(LongestCall, time);
            list = await fetch(limit.Token).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Nobody is there to hear it; the command itself will say what is wrong.
        }

        lock (_gate)
        {
            (_list, _goodFor) = list is null ? (_list, Pause) : (list, Freshness);
            _answeredAt = time.GetTimestamp();
        }
    }
}
