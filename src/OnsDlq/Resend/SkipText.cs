using System.Globalization;
using OnsDlq.Formatting;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Tells users why a message was not sent, and what they can do about it.</summary>
internal static class SkipText
{
    public static string Of(ResendResult result)
    {
        var why = result.SkipReason switch
        {
            SkipReason.AlreadyResent =>
                $"it was resent {Last(result)} and accepted and, as far as its entries were seen, has not come back since. {Lift(result)}",
            SkipReason.ReportedFailed =>
                $"it was resent {Last(result)} and the service listed it as not resent, which its texts explain in two ways. "
                + $"Find out whether a consumer got it; then settle it with Resolve-OnsDlqResend. {Lift(result)}",
            SkipReason.OutcomeUnknown =>
                $"it was resent {Last(result)} and it is not known whether that was executed. "
                + $"Find out whether a consumer got it; then settle it with Resolve-OnsDlqResend. {Lift(result)}",
            SkipReason.InFlight when result.ClaimHolder is { } holder =>
                FormattableString.Invariant($"process {holder.ProcessId} on {Printable.Of(holder.Machine)} has claimed it {Last(result)} ")
                + "and may yet send it. "
                + "Wait for it; this cannot be lifted.",
            SkipReason.InFlight => "somebody else was about to send it at the same time. Run the command again; this cannot be lifted.",
            SkipReason.RoundUnclear =>
                $"an entry was stored within 5 s of the resend {Last(result)}, or within 16 min where it was not listed before that, so it is not known "
                + $"whether it came back or was there before. {Lift(result)}",
            SkipReason.JournalGap =>
                "the journal once lost its latest records (Get-OnsDlqJournal shows when), and it was in the queue already: it may have been "
                + $"resent then. Find out whether a consumer got it. {Lift(result)}",
            SkipReason.Blocked => $"{Block(result)}. Unblock-OnsDlqMessage ends that. {Lift(result)}",
            SkipReason.MaxRounds =>
                $"it has come back {Count(result)} times. Correct its consumer or block it; a higher -MaxRounds lets it be sent. {Lift(result)}",
            SkipReason.DuplicateInput => "this run was given the same message before.",
            SkipReason.NotPlanned => $"{Printable.Of(result.ErrorMessage)} Give a plan that sends it, or the message itself.",
            SkipReason.CanaryStopped => $"the canary of its group was not consumed: {Printable.Of(result.ErrorMessage)}.",
            SkipReason.Declined => "the confirmation was declined.",
            _ => $"the run had stopped before its turn came. {Printable.Of(result.ErrorMessage)}".TrimEnd(),
        };
        return $"Message {result.MsgId} of group {result.GroupId} was not sent ({result.Reason}): {why}";
    }

    /// <summary>A time, in local time; the word "before" where the time is not known.</summary>
    public static string When(DateTimeOffset? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"at {known.ToLocalTime():yyyy-MM-dd HH:mm:ss}") : "before";

    private static string Last(ResendResult result) =>
        string.IsNullOrEmpty(result.LastResendBy) ? When(result.LastResendTime) : $"{When(result.LastResendTime)} by {Printable.Of(result.LastResendBy)}";

    private static string Lift(ResendResult result) => $"-Override {result.Reason} sends it all the same.";

    private static string Block(ResendResult result) => result.BlockedBy is { } by
        ? $"{Printable.Of(by)} blocked it {When(result.BlockedSince)}{Until(result)} ({Printable.Of(result.BlockReason)})"
        : "it is blocked";

    private static string Until(ResendResult result) =>
        result.BlockedUntil is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until.ToLocalTime():yyyy-MM-dd HH:mm:ss}") : "";

    private static string Count(ResendResult result) =>
        result.Round is { } round ? (round - 1).ToString(CultureInfo.InvariantCulture) : "too many";
}
