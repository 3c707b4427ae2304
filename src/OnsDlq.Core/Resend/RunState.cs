namespace OnsDlq.Resend;

/// <summary>Whether a run goes on. May be used by several threads at once.</summary>
internal sealed class RunState : IDisposable
{
    private readonly ResendBreaker _breaker = new();
    private readonly CancellationTokenSource _end = new();
    private volatile bool _stopped;
    private volatile bool _settling;
    private Exception? _fault;
    private int _inFlight;

    /// <summary>How many tries are being made.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether no further message will be sent.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Cancelled as soon as no further message will be sent: whatever only prepares one has no use then.</summary>
    public CancellationToken Stopped => _end.Token;

    /// <summary>The first trouble that stopped the run by itself; null while there is none.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>
    /// Whether a try may be made: none after a stop made by hand; after trouble that every message meets no first try, while repeats
    /// end by themselves.
    /// </summary>
    public bool MayTry(bool first) => !_settling && !(_stopped && first);

    /// <summary>Takes note that a try is being made.</summary>
    public void BeginTry() => Interlocked.Increment(ref _inFlight);

    /// <summary>Takes note that a try has ended.</summary>
    public void EndTry() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Stops the run by hand.</summary>
    public void Stop()
    {
        _settling = true;
        End();
    }

    /// <summary>Stops the run for trouble that every message would meet.</summary>
    public void StopBecause(Exception error)
    {
        Interlocked.CompareExchange(ref _fault, error, null);
        End();
    }

    /// <summary>Takes note of an outcome; stops the run where too many in a row are bad.</summary>
    public void Note(ResendOutcome outcome)
    {
        if (_breaker.Note(outcome) is { } tripped && !_stopped) StopBecause(tripped);
    }

    /// <summary>Takes note that a message was looked up, so that the service answers.</summary>
    public void NoteLookedUp() => _breaker.NoteLookedUp();

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    // Whoever is told goes on by itself: this is called in the middle of other work.
    private void End()
    {
        _stopped = true;
        _ = _end.CancelAsync();
    }
}
