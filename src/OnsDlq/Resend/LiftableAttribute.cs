using System.Management.Automation;
using OnsDlq.Completion;

namespace OnsDlq.Resend;

/// <summary>Accepts the reasons that can be lifted, and says of each other one why it cannot.</summary>
internal sealed class LiftableAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is SkipReason reason && ProtectionCompleter.Liftable.Contains(reason)) return;
        var why = element switch
        {
            SkipReason.InFlight => "InFlight cannot be lifted: somebody is sending the message, or a process that may still wake and send it holds its claim.",
            SkipReason.DuplicateInput => "DuplicateInput cannot be lifted: a run sends a message once, however often it is given.",
            SkipReason.RunStopped => "RunStopped cannot be lifted: run the command again.",
            _ => $"{element} is no protection.",
        };
        throw new ValidationMetadataException($"{why} What can be lifted: {string.Join(", ", ProtectionCompleter.Liftable)}.");
    }
}
