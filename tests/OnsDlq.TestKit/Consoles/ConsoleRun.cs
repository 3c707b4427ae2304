namespace OnsDlq.TestKit.Consoles;

/// <summary>A console's run from start to end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Errors">All of standard error.</param>
public sealed record ConsoleRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard output that are not blank, trimmed.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
