using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Resend;

namespace OnsDlq.Tests.Resend;

/// <summary>Asks for confirmation as Invoke-OnsDlqResend does, with the standard input that the test chooses.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Prompt", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(bool))]
public sealed class TestPromptCommand : OnsDlqCommand
{
    [Parameter]
    public SwitchParameter Redirected { get; set; }

    protected override void Process() =>
        WriteObject(new ConfirmationPrompt(this, () => Redirected).Allows("A1 of GID_orders", "Resend", "A1"));
}
