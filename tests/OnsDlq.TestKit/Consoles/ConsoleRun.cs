namespace OnsDlq.TestKit.Consoles;

/// <summary>A console's run from start to end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Errors">All of standard error.</param>
public sealed record ConsoleRun(int ExitCode, string Output, string Errors);
