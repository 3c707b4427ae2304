using System.Globalization;
using OnsDlq.Formatting;
using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>Why a message was not sent, for people, and what they can do about it.</summary>
internal static class SkipText
{
    /// <summary>Puts a skipped result in words.</summary>
    /// <param name="result">The result.</param>
    /// <param name="guarded">What was decided on; null where the message was skipped before.</param>
    public static string Of(ResendResult result, GuardedMessage? guarded)
    {
        var last = guarded?.LastAttempt;
        var why = result.Reason switch
        {
            SkipReason.AlreadyResent => $"it was resent {When(last)} and accepted, and has not come back since. {Lift(result)}",
            SkipReason.ReportedFailed =>
                $"it was resent {When(last)} and the service listed it as not resent, which its texts explain in two ways. "
                + $"Find out whether a consumer got it; then settle it with Resolve-OnsDlqResend. {Lift(result)}",
            SkipReason.OutcomeUnknown =>
                $"it was resent {When(last)} and nobody knows whether that was executed. "
                + $"Find out whether a consumer got it; then settle it with Resolve-OnsDlqResend. {Lift(result)}",
            SkipReason.InFlight when last is { Outcome: null } =>
                FormattableString.Invariant($"process {last.Holder.ProcessId} on {Printable.Of(last.Holder.Machine)} has claimed it {When(last)} ")
                + "and may yet send it. "
                + "Wait for it; this cannot be lifted.",
            SkipReason.InFlight => "somebody else was about to send it at the same time. Run the command again; this cannot be lifted.",
            SkipReason.RoundUnclear =>
                $"an entry was stored within 5 s of the resend {When(last)}, so nobody can tell whether it came back or was there before. {Lift(result)}",
            SkipReason.Blocked => $"{Block(guarded?.History.Block)}. Unblock-OnsDlqMessage ends that. {Lift(result)}",
            SkipReason.MaxRounds =>
                $"it has come back {Count(guarded)} times. Mend its consumer or block it; a higher -MaxRounds lets it go on. {Lift(result)}",
            SkipReason.DuplicateInput => "this run was given the same message before.",
            _ => $"the run had stopped before its turn came. {Printable.Of(result.ErrorMessage)}".TrimEnd(),
        };
        return $"Message {result.MsgId} of group {result.GroupId} was not sent ({result.Reason}): {why}";
    }

    /// <summary>When an attempt was made, in local time.</summary>
    public static string When(Attempt? attempt) =>
        attempt is null ? "before" : string.Create(CultureInfo.InvariantCulture, $"at {attempt.ClaimedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}");

    private static string Lift(ResendResult result) => $"-Override {result.Reason} sends it all the same.";

    private static string Block(MessageBlock? block) => block is null
        ? "it is blocked"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Printable.Of(block.By)} blocked it at {block.Since.ToLocalTime():yyyy-MM-dd HH:mm:ss}{Until(block)} ({Printable.Of(block.Reason)})");

    private static string Until(MessageBlock block) =>
        block.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until.ToLocalTime():yyyy-MM-dd HH:mm:ss}") : "";

    private static string Count(GuardedMessage? guarded) =>
        guarded is null ? "too many" : (guarded.Decision.Round - 1).ToString(CultureInfo.InvariantCulture);
}
