namespace OnsDlq.TestKit.Sandbox;

/// <summary>A run of the sandbox's program from start to end, with an empty standard input.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Error">All of standard error.</param>
public sealed record SandboxRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it with exactly these arguments.</summary>
    public static async Task<SandboxRun> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        await using var child = SandboxChild.Start(arguments);
        var (exitCode, output) = await child.EndAsync(cancellationToken).ConfigureAwait(false);
        return new SandboxRun(exitCode, output, child.StandardError);
    }
}
