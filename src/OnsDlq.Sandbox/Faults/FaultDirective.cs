namespace OnsDlq.Sandbox.Faults;

/// <summary>The fault one call is to meet.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Value">The number behind the colon: an HTTP status, or ms for slowBody; 0 where there is none.</param>
internal sealed record FaultDirective(Fault Fault, int Value)
{
    /// <summary>The error code that status answers with; null leaves that to the status.</summary>
    public string? Code { get; init; }

    /// <summary>The text beside the code.</summary>
    public string? Message { get; init; }

    /// <summary>The header x-acs-retry-after of a refusal, in ms; null where there is none.</summary>
    public int? RetryAfterMs { get; init; }
}
