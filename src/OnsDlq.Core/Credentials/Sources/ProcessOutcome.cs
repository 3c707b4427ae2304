namespace OnsDlq.Credentials.Sources;

/// <summary>How a command ended. Not a record: its text must not show the output, which holds secrets.</summary>
internal sealed class ProcessOutcome(int exitCode, string output)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>What it wrote to standard output.</summary>
    public string Output { get; } = output;
}
