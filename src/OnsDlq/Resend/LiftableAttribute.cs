using System.Management.Automation;
using OnsDlq.Formatting;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Accepts the names of protections that can be lifted; the error for any other name says why it cannot be lifted.</summary>
/// <remarks>The parameter's type is not an enum, because PowerShell would complete all its members, and its error would not say why one is
/// refused.</remarks>
internal sealed class LiftableAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>The protections that can be lifted.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(SkipReason.AlreadyResent), nameof(SkipReason.ReportedFailed), nameof(SkipReason.OutcomeUnknown),
        nameof(SkipReason.RoundUnclear), nameof(SkipReason.Blocked), nameof(SkipReason.MaxRounds), nameof(SkipReason.JournalGap),
    ];

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        var name = element as string ?? "";
        if (Names.Contains(name, StringComparer.OrdinalIgnoreCase)) return;
        var why = name.ToUpperInvariant() switch
        {
            "INFLIGHT" =>
                "InFlight cannot be lifted: somebody is sending the message, or a process that may still wake and send it holds its claim.",
            "DUPLICATEINPUT" => "DuplicateInput cannot be lifted: a run sends a message once, however often it is given.",
            "DECLINED" => "Declined cannot be lifted: run the command again, and answer with Yes.",
            "NOTPLANNED" => "NotPlanned cannot be lifted: give a plan that sends the message, or the message itself.",
            "CANARYSTOPPED" => "CanaryStopped cannot be lifted: mend the consumer, and run the command again.",
            "RUNSTOPPED" => "RunStopped cannot be lifted: run the command again.",
            _ => $"'{Printable.Of(name)}' is no protection.",
        };
        throw new ValidationMetadataException($"{why} What can be lifted: {string.Join(", ", Names)}.");
    }
}
