namespace OnsDlq.Sandbox.Faults;

/// <summary>The fault for one call.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Value">The number after the colon: an HTTP status, or ms for slowBody; 0 where there is none.</param>
internal sealed record FaultDirective(Fault Fault, int Value)
{
    /// <summary>The error code for the fault "status"; null for the default of the HTTP status.</summary>
    public string? Code { get; init; }

    /// <summary>The text beside the code.</summary>
    public string? Message { get; init; }

    /// <summary>The header x-acs-retry-after of a refusal, in ms; null where there is none.</summary>
    public int? RetryAfterMs { get; init; }
}
