using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Whether a run continues. Thread-safe.</summary>
internal sealed class RunState : IDisposable
{
    private readonly ResendBreaker _breaker = new();
    private readonly CancellationTokenSource _end = new();
    private volatile bool _stopped;
    private volatile bool _settling;
    private Exception? _fault;
    private int _inFlight;

    /// <summary>How many tries are in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether no further message will be sent.</summary>
    public bool IsStopped => _stopped;

    /// <summary>What stopped the run, for people: the error, by its ID, or somebody; null while nothing did.</summary>
    public string? StoppedBy => Fault switch
    {
        OnsDlqException known => $"{known.Id}: {UserInfo.Strip(known.Message)}",
        { } other => UserInfo.Strip(other.Message),
        null when _settling => "Stopped by hand, by the end of its pipeline, or by the end of its process.",
        null => null,
    };

    /// <summary>Cancelled as soon as no further message will be sent, so that preparing one is pointless.</summary>
    public CancellationToken Stopped => _end.Token;

    /// <summary>The first error that stopped the run; null while there is none.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>
    /// Whether a try may be made: none after a stop by hand; after an error that stops the run no first try, while further tries of a message
    /// may be made.
    /// </summary>
    public bool MayTry(bool first) => !_settling && !(_stopped && first);

    /// <summary>Counts a try as in flight.</summary>
    public void BeginTry() => Interlocked.Increment(ref _inFlight);

    /// <summary>Counts a try as ended.</summary>
    public void EndTry() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Stops the run by hand.</summary>
    public void Stop()
    {
        _settling = true;
        End();
    }

    /// <summary>Stops the run for an error that every message would meet.</summary>
    public void StopBecause(Exception error)
    {
        Interlocked.CompareExchange(ref _fault, error, null);
        End();
    }

    /// <summary>Gives an outcome to the circuit breaker; stops the run where too many in a row are bad.</summary>
    public void Note(ResendOutcome outcome)
    {
        if (_breaker.Note(outcome) is { } tripped && !_stopped) StopBecause(tripped);
    }

    /// <summary>
    /// Gives the outcome of a message whose decision failed, so that it is not sent. An error that every message would meet stops the run, as in
    /// sending.
    /// </summary>
    public ResendOutcome Refuse(MessageReference message, Exception error)
    {
        if (RunFault.Is(error)) StopBecause(error);
        var outcome = error is JournalException ? ResendOutcome.NotReached(message, error) : ResendOutcome.NotSent(message, error);
        Note(outcome);
        return outcome;
    }

    /// <summary>Tells the circuit breaker that the service answered a look-up.</summary>
    public void NoteLookedUp() => _breaker.NoteLookedUp();

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    // Cancelled asynchronously, so that callbacks do not run in the middle of the caller's work.
    private void End()
    {
        _stopped = true;
        _ = _end.CancelAsync();
    }
}
