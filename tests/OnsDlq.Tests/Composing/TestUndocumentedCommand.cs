using System.Management.Automation;

namespace OnsDlq.Tests.Composing;

/// <summary>Has a parameter that nobody described.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Undocumented")]
public sealed class TestUndocumentedCommand : PSCmdlet
{
    [Parameter]
    public string? Mute { get; set; }
}
