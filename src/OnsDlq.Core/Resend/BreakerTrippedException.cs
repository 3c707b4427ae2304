using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>The run was stopped because too many messages in a row fared badly.</summary>
internal sealed class BreakerTrippedException(int unknown, int unconnected, int unanswered, int failed, ResendOutcome last)
    : OnsDlqException(ErrorId.BreakerTripped, Describe(unknown, unconnected, unanswered, failed, last.Result), last.Cause)
{
    private static string Describe(int unknown, int unconnected, int unanswered, int failed, ResendResult last)
    {
        var seen = failed >= ResendBreaker.MostFailed
            ? FormattableString.Invariant($"the service reported {failed} messages in a row as not resent")
            : (unknown, unconnected, unanswered) switch
            {
                (_, 0, 0) => FormattableString.Invariant($"{unknown} outcomes in a row are unknown"),
                (0, _, 0) => FormattableString.Invariant($"no connection could be made for {unconnected} messages in a row"),
                (0, 0, _) => FormattableString.Invariant($"the service gave no answer for {unanswered} messages in a row that were looked up"),
                (_, _, 0) => FormattableString.Invariant(
                    $"of {unknown + unconnected} messages in a row, the outcome of {unknown} is unknown and {unconnected} met no connection"),
                _ => FormattableString.Invariant(
                    $"of {unknown + unconnected + unanswered} messages in a row, the outcome of {unknown} is unknown, {unconnected} met no connection and {unanswered} could not be looked up"),
            };
        return $"The run was stopped: {seen}. The last one was {last.MsgId}: {last.ErrorMessage ?? last.Status.ToString()}";
    }
}
