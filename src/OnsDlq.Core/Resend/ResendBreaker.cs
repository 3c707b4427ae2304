using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>Tells when a run had better stop: too many outcomes in a row say that the next ones will be no better.</summary>
internal sealed class ResendBreaker
{
    /// <summary>How many outcomes in a row may be unknown or without a connection.</summary>
    public const int MostUnclear = 5;

    /// <summary>How many outcomes in a row may be failures that the service reported.</summary>
    public const int MostFailed = 3;

    private readonly object _gate = new();
    private int _unknown;
    private int _unconnected;
    private int _failed;

    /// <summary>Takes note of an outcome as it comes about; gives what stops the run where this one does, null otherwise.</summary>
    public BreakerTrippedException? Note(ResendOutcome outcome)
    {
        lock (_gate)
        {
            switch (outcome.Result.Status)
            {
                case ResendStatus.Skipped:
                    return null;
                case ResendStatus.Unknown:
                    (_unknown, _failed) = (_unknown + 1, 0);
                    break;
                case ResendStatus.Rejected when IsUnmadeConnection(outcome.Cause):
                    (_unconnected, _failed) = (_unconnected + 1, 0);
                    break;
                case ResendStatus.Failed:
                    (_unknown, _unconnected, _failed) = (0, 0, _failed + 1);
                    break;
                default:
                    (_unknown, _unconnected, _failed) = (0, 0, 0);
                    break;
            }

            return _unknown + _unconnected >= MostUnclear || _failed >= MostFailed
                ? new BreakerTrippedException(_unknown, _unconnected, _failed, outcome)
                : null;
        }
    }

    private static bool IsUnmadeConnection(Exception? cause) =>
        cause is ServiceException { Fault: ServiceFault.Unreachable, Reach: RequestReach.NotWritten };
}
