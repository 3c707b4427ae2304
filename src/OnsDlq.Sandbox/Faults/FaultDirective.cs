namespace OnsDlq.Sandbox.Faults;

/// <summary>The fault one call is to meet.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Value">The number behind the colon: an HTTP status, or ms for slowBody; 0 where there is none.</param>
internal sealed record FaultDirective(Fault Fault, int Value);
