namespace OnsDlq.Resend;

/// <summary>The run was stopped because too many messages in a row fared badly.</summary>
internal sealed class BreakerTrippedException(int unknown, int unconnected, int failed, ResendOutcome last)
    : OnsDlqException(Describe(unknown, unconnected, failed, last.Result), last.Cause)
{
    private static string Describe(int unknown, int unconnected, int failed, ResendResult last)
    {
        var seen = failed > 0
            ? FormattableString.Invariant($"the service reported {failed} messages in a row as not resent")
            : (unknown, unconnected) switch
            {
                (_, 0) => FormattableString.Invariant($"{unknown} outcomes in a row are unknown"),
                (0, _) => FormattableString.Invariant($"no connection could be made for {unconnected} messages in a row"),
                _ => FormattableString.Invariant(
                    $"of {unknown + unconnected} messages in a row, the outcome of {unknown} is unknown and {unconnected} met no connection"),
            };
        return $"The run was stopped: {seen}. The last one was {last.MsgId}: {last.ErrorMessage ?? last.Status.ToString()}";
    }
}
