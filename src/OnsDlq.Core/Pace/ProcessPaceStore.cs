namespace OnsDlq.Pace;

/// <summary>A schedule in the memory of this process. Thread-safe.</summary>
internal sealed class ProcessPaceStore : IPaceStore
{
    private readonly object _gate = new();
    private readonly Dictionary<PaceKey, DateTimeOffset> _next = [];
    private readonly Dictionary<PaceKey, PaceState> _states = [];

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) => Do(
        () =>
        {
            var first = PaceRule.FirstSlot(_next.TryGetValue(key, out var next) ? next : null, interval, now);
            _next[key] = first + (count * interval);
            return first;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) =>
        Do(() => _states.GetValueOrDefault(key, PaceState.Free), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        Do(
            () =>
            {
                if (_states.GetValueOrDefault(key, PaceState.Free) != expected) return false;
                _states[key] = state;
                return true;
            },
            cancellationToken);

    private Task<T> Do<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        lock (_gate) return Task.FromResult(work());
    }
}
