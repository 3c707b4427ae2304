namespace OnsDlq.Completion;

/// <summary>
/// A cached list that needs a call: cached for a minute, and waited for only a short time. A call that takes longer continues for the next
/// request; a failed one is not repeated for a while, so that a user without a network does not wait at every key.
/// </summary>
/// <param name="fetch">Gets the list.</param>
/// <param name="time">The clock.</param>
/// <param name="patience">The longest wait of a caller.</param>
internal sealed class CachedList<T>(Func<CancellationToken, Task<IReadOnlyList<T>>> fetch, TimeProvider time, TimeSpan patience)
{
    /// <summary>How long the list is cached.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait after a failure before the next call.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    /// <summary>The longest wait of a user at a prompt.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1200);

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(15);

    private readonly object _gate = new();
    private IReadOnlyList<T> _list = [];
    private Task _fetching = Task.CompletedTask;
    private long? _answeredAt;
    private TimeSpan _goodFor;

    /// <summary>The list: a new one where it arrives in time, else the cached one. Never throws.</summary>
    public IReadOnlyList<T> Get()
    {
        Task fetching;
        lock (_gate)
        {
            if (_answeredAt is { } answered && time.GetElapsedTime(answered) < _goodFor) return _list;
            if (_fetching.IsCompleted) _fetching = Task.Run(FetchAsync);
            fetching = _fetching;
        }

        // Completion is synchronous: the engine waits for the answer on this thread.
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
            // Completion cannot show an error; the command itself will.
        }

        lock (_gate)
        {
            (_list, _goodFor) = list is null ? (_list, Pause) : (list, Freshness);
            _answeredAt = time.GetTimestamp();
        }
    }
}
