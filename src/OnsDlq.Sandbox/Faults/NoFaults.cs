namespace OnsDlq.Sandbox.Faults;

/// <summary>No call meets a fault.</summary>
internal sealed class NoFaults : IFaultSource
{
    /// <inheritdoc/>
    public FaultDirective? Next(string action, string? msgId) => null;
}
