namespace OnsDlq.Credentials.Sources;

/// <summary>The result of a command. Not a record: ToString must not show the output, which has secrets.</summary>
internal sealed class ProcessOutcome(int exitCode, string output)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Its standard output.</summary>
    public string Output { get; } = output;
}
