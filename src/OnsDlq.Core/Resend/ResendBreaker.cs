using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>
/// A circuit breaker: stops a run after too many bad outcomes in a row. Look-ups and resends are counted separately, since one kind of call may
/// succeed while the other fails.
/// </summary>
internal sealed class ResendBreaker
{
    /// <summary>How many outcomes in a row may be unknown or without a connection; look-ups without an answer count, too.</summary>
    public const int MostUnclear = 5;

    /// <summary>How many outcomes in a row may be failures that the service reported.</summary>
    public const int MostFailed = 3;

    /// <summary>How many look-ups in a row may be without an answer: each has then used all its tries, which takes minutes.</summary>
    public const int MostUnanswered = 3;

    private readonly object _gate = new();
    private int _unknown;
    private int _unconnected;
    private int _failed;
    private int _unanswered;

    /// <summary>Counts an outcome; gives the error that stops the run, or null where it goes on.</summary>
    public OnsDlqException? Note(ResendOutcome outcome)
    {
        lock (_gate)
        {
            switch (outcome.Result.State)
            {
                case ResendStatus.Skipped:
                    return null;
                case ResendStatus.Rejected when outcome.IsUntried && IsUnanswered(outcome.Cause):
                    _unanswered++;
                    break;
                case ResendStatus.Rejected when outcome.IsUntried:
                    if (outcome.Cause is ServiceException) _unanswered = 0;
                    return null;
                case ResendStatus.Unknown:
                    (_unknown, _failed) = (_unknown + 1, 0);
                    break;
                case ResendStatus.Rejected when IsUnmadeConnection(outcome.Cause):
                    (_unconnected, _failed) = (_unconnected + 1, 0);
                    break;
                case ResendStatus.Failed:
                    (_unknown, _unconnected, _unanswered, _failed) = (0, 0, 0, _failed + 1);
                    break;
                default:
                    (_unknown, _unconnected, _unanswered, _failed) = (0, 0, 0, 0);
                    break;
            }

            return _unknown + _unconnected + _unanswered >= MostUnclear || _unanswered >= MostUnanswered || _failed >= MostFailed
                ? new OnsDlqException(ErrorId.BreakerTripped, Describe(outcome.Result), outcome.Cause)
                : null;
        }
    }

    /// <summary>Resets the count of look-ups without an answer: one was answered.</summary>
    public void NoteLookedUp()
    {
        lock (_gate) _unanswered = 0;
    }

    private string Describe(ResendResult last)
    {
        var seen = _failed >= MostFailed
            ? FormattableString.Invariant($"the service reported {_failed} messages in a row as not resent")
            : (_unknown, _unconnected, _unanswered) switch
            {
                (_, 0, 0) => FormattableString.Invariant($"{_unknown} outcomes in a row are unknown"),
                (0, _, 0) => FormattableString.Invariant($"no connection could be made for {_unconnected} messages in a row"),
                (0, 0, _) => FormattableString.Invariant($"the service gave no answer for {_unanswered} messages in a row that were looked up"),
                (_, _, 0) => FormattableString.Invariant(
                    $"of {_unknown + _unconnected} messages in a row, the outcome of {_unknown} is unknown and {_unconnected} met no connection"),
                _ => FormattableString.Invariant(
                    $"of {_unknown + _unconnected + _unanswered} messages in a row, the outcome of {_unknown} is unknown, {_unconnected} met no connection and {_unanswered} could not be looked up"),
            };
        return $"The run was stopped: {seen}. The last one was {last.MsgId}: {last.ErrorMessage ?? last.Status}";
    }

    private static bool IsUnmadeConnection(Exception? cause) =>
        cause is ServiceException { Id: ErrorId.ServiceUnreachable, Reach: RequestReach.NotWritten };

    // No answer, one that does not come from the service, or a report of trouble inside the service.
    private static bool IsUnanswered(Exception? cause) => cause is ServiceException error
        && (error.Reach != RequestReach.Answered || error.Id == ErrorId.UnreadableAnswer || error.StatusCode >= 500);
}
