using OnsDlq.Credentials.Profiles;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Keys that a command of the user's prints as JSON (aliyun/credentials-go, external.go). It gets 60 s; neither what it prints nor its
/// command line, which may hold a secret, is ever shown.
/// </summary>
internal sealed class ExternalSource : ITemporaryKeySource
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly CredentialsEnvironment _environment;
    private readonly IReadOnlyList<string> _command;

    /// <summary>Checks the command line; runs nothing yet.</summary>
    /// <exception cref="CredentialsException">It cannot be split into a program and arguments.</exception>
    public ExternalSource(CredentialsEnvironment environment, string command, string source)
    {
        _environment = environment;
        _command = CommandLine.Split(command, environment.IsWindows) ?? throw new CredentialsException(
            CredentialsFault.Invalid, $"The process_command of {source} names no program, or leaves a quote or an escape open.");
        Source = source;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(TimeLimit, _environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        ProcessOutcome outcome;
        try
        {
            outcome = await _environment.Processes.RunAsync(_command, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not end within {TimeLimit.TotalSeconds:0} s and was stopped");
        }
        catch (IOException trouble)
        {
            throw Failed("failed: " + trouble.Message.TrimEnd('.'));
        }

        if (outcome.ExitCode != 0) throw Failed($"ended with exit code {outcome.ExitCode}; run it by hand to see why");
        var answer = KeyAnswer.Parse(outcome.Output, "the process_command of " + Source);
        var isToken = JsonMembers.Text(answer, "mode") switch
        {
            null => false,
            { } mode when mode.Equals(nameof(CliMode.AK), StringComparison.OrdinalIgnoreCase) => false,
            { } mode when mode.Equals(nameof(CliMode.StsToken), StringComparison.OrdinalIgnoreCase) => true,
            _ => throw Failed("answered with a mode other than AK and StsToken"),
        };
        var key = KeyAnswer.Read(answer, KeyAnswer.Command, "the process_command of " + Source);
        return isToken && key.SecurityToken is null ? throw Failed("answered in mode StsToken without an sts_token") : key;
    }

    private CredentialsException Failed(string how) => new(CredentialsFault.SourceFailed, $"The process_command of {Source} {how}.");
}
