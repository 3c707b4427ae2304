namespace OnsDlq.EndToEnd.Tests.Shell;

/// <summary>What a run of the shell left behind.</summary>
internal sealed record ShellOutcome(int ExitCode, string Output, string Errors);
