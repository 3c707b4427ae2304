using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>The error records of resend outcomes, each with the message ID as target.</summary>
internal static class ResendErrors
{
    /// <summary>The error of an outcome; null where it has none of its own.</summary>
    /// <remarks>
    /// A message that was rejected for a reason that every message meets has none: the error at the end of the run gives the reason.
    /// </remarks>
    public static ErrorRecord? Of(ResendOutcome outcome)
    {
        var result = outcome.Result;
        return (result.State, outcome.Cause) switch
        {
            (ResendStatus.Failed, _) => ErrorFactory.Make(
                ErrorId.ResendReportedFailed,
                $"The service says that message {result.MsgId} of group {result.GroupId} could not be resent{Request(result)}.",
                result.MsgId),
            (ResendStatus.Unknown, var cause) => ErrorFactory.Make(
                ErrorId.ResendOutcomeUnknown,
                $"Nobody can tell whether message {result.MsgId} of group {result.GroupId} was resent{Request(result)}: {Reason(outcome)}",
                result.MsgId,
                cause),
            (ResendStatus.Rejected, { } cause) when cause is not RunStoppedException && !RunFault.Is(cause) =>
                ErrorFactory.From(cause, result.MsgId),
            _ => null,
        };
    }

    private static string Reason(ResendOutcome outcome) =>
        outcome.Result.ErrorMessage ?? "no reason is known.";

    private static string Request(ResendResult result)
    {
        string?[] facts = [Fact("Code", result.ErrorCode), Fact("RequestId", result.RequestId)];
        var known = string.Join(", ", facts.Where(fact => fact is not null));
        return known.Length == 0 ? "" : $" ({known})";
    }

    private static string? Fact(string name, string? value) => string.IsNullOrEmpty(value) ? null : $"{name}: {value}";
}
