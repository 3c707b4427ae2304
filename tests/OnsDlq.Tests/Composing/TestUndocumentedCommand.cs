using System.Management.Automation;

namespace OnsDlq.Tests.Composing;

/// <summary>Has a parameter without a doc comment.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Undocumented")]
public sealed class TestUndocumentedCommand : PSCmdlet
{
    [Parameter]
    public string? Mute { get; set; }
}
