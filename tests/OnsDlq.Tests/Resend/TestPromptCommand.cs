using System.Management.Automation;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

/// <summary>Asks for a confirmation as Invoke-OnsDlqResend does, with standard input as the test wants it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Prompt", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(bool))]
public sealed class TestPromptCommand : OnsDlqCommand
{
    [Parameter]
    public SwitchParameter Redirected { get; set; }

    protected override void Process()
    {
        var history = MessageHistory.None(new MessageKey("cn-hangzhou", "", "GID_orders", "A1"));
        var message = new MessageReference("cn-hangzhou", null, "GID_orders", "A1", null);
        WriteObject(new ConfirmationPrompt(this, () => Redirected).Allows(new(message, history, [], new ResendDecision(null, 1, [], []))));
    }
}
