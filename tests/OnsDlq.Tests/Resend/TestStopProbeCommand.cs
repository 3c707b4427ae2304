using System.Management.Automation;

namespace OnsDlq.Tests.Resend;

/// <summary>Passes its input on and signals when the pipeline is being stopped: every command before it has been stopped by then.</summary>
[Cmdlet(VerbsDiagnostic.Test, "StopProbe")]
[OutputType(typeof(PSObject))]
public sealed class TestStopProbeCommand : Cmdlet
{
    [Parameter(Mandatory = true)]
    public TaskCompletionSource Signal { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject);

    protected override void StopProcessing() => Signal.TrySetResult();
}
