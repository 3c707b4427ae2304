namespace OnsDlq.Journal.Postgres;

/// <summary>How long is waited for a database that is away or does not answer: less, for a while, once somebody has stopped a run.</summary>
/// <param name="rules">The limits.</param>
internal sealed class WaitLimit(PostgresRules rules) : IDisposable
{
    // A stop is for what its run still asks for; after this time more than its own, nothing of that is left.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(10);

    private readonly object _gate = new();
    private CancellationTokenSource _end = new(Timeout.InfiniteTimeSpan, rules.Time);
    private TimeSpan? _within;
    private long _since;
    private bool _isClosed;

    /// <summary>Shortens the waits that have begun and those that begin soon. The shortest counts.</summary>
    public void Shorten(TimeSpan within)
    {
        lock (_gate)
        {
            if (_isClosed || (Left() is { } left && left <= within)) return;
            (_within, _since) = (within, rules.Time.GetTimestamp());
            Renew().CancelAfter(within);
        }
    }

    /// <summary>Whether a next try, after a pause, would be too late.</summary>
    /// <param name="since">When it was asked for.</param>
    /// <param name="patience">How long it is waited for where nobody stops.</param>
    /// <param name="pause">The pause.</param>
    public bool IsOver(long since, TimeSpan patience, TimeSpan pause)
    {
        lock (_gate) return rules.Time.GetElapsedTime(since) + pause > patience || (Left() is { } left && pause > left);
    }

    /// <summary>
    /// Does one try; gives it up where the time is over, but not before it had some (<see cref="PostgresRules.LastTry"/>): most often the database
    /// is there. What was given up ends later, and nobody hears how.
    /// </summary>
    /// <param name="attempt">The try.</param>
    /// <param name="isAway">Whether the database was away when it was last asked: then a quarter of that time is enough.</param>
    /// <exception cref="GivenUpException">It was given up.</exception>
    public async Task<T> DoAsync<T>(Func<Task<T>> attempt, bool isAway)
    {
        var began = rules.Time.GetTimestamp();
        CancellationToken end;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgresJournal));
            end = Left() is null ? Renew().Token : _end.Token;
        }

        var work = attempt();
        try
        {
            return await work.WaitAsync(end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !work.IsCompleted)
        {
            var left = (isAway ? rules.LastTry / 4 : rules.LastTry) - rules.Time.GetElapsedTime(began);
            if (left > TimeSpan.Zero) await ((Task)work).WaitAsync(left, rules.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return work.IsCompleted ? await work.ConfigureAwait(false) : throw new GivenUpException();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _end.Dispose();
        }
    }

    // What is left of the time after a stop; null where there was none lately.
    private TimeSpan? Left()
    {
        if (_within is not { } within) return null;
        var left = within - rules.Time.GetElapsedTime(_since);
        if (left > -Aftermath) return left;
        _within = null;
        return null;
    }

    private CancellationTokenSource Renew() =>
        _end.IsCancellationRequested ? _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, rules.Time) : _end;
}
