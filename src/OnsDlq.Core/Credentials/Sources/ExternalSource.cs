using System.Text.Json;
using OnsDlq.Credentials.Profiles;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Keys that a command of the user prints as JSON (aliyun-cli, config/profile.go; aliyun/credentials-csharp, ExternalCredentialProvider).
/// Neither its output nor its command line, which may have a secret, is ever shown. Its time-out is 60 s, and 5 min at a terminal, where a
/// person may have to fetch a device.
/// </summary>
internal sealed class ExternalSource : ITemporaryKeySource
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeLimitAtTerminal = TimeSpan.FromMinutes(5);

    private readonly CredentialsEnvironment _environment;
    private readonly IReadOnlyList<string> _command;

    /// <summary>Checks the command line; runs nothing yet.</summary>
    /// <exception cref="CredentialsException">It cannot be split into a program and arguments.</exception>
    public ExternalSource(CredentialsEnvironment environment, string command, string source)
    {
        _environment = environment;
        _command = CommandLine.Split(command, environment.IsWindows) ?? throw new CredentialsException(
            ErrorId.InvalidCredentials, $"The process_command of {source} names no program, or leaves a quote or an escape open.");
        Source = source;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <summary>Gives the source for an answer whose mode is neither AK nor StsToken; null where there is none.</summary>
    public required Func<JsonElement, ICredentialsProvider?> ByMode { get; init; }

    /// <summary>Receives the region that an answer names; null where that is ignored.</summary>
    public Action<string>? NoteRegion { get; init; }

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        var limit = _environment.Processes.HasTerminal ? TimeLimitAtTerminal : TimeLimit;
        using var time = new CancellationTokenSource(limit, _environment.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        ProcessOutcome outcome;
        try
        {
            outcome = await _environment.Processes.RunAsync(_command, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"did not end within {limit.TotalSeconds:0} s and was stopped");
        }
        catch (IOException trouble)
        {
            throw Failed("failed: " + trouble.Message.TrimEnd('.'));
        }

        if (outcome.ExitCode != 0) throw Failed($"ended with exit code {outcome.ExitCode}; run it by hand to see why");
        var answer = KeyAnswer.Parse(outcome.Output, "the process_command of " + Source);
        var key = await ReadAsync(answer, CredentialsJson.Text(answer, "mode"), cancellationToken).ConfigureAwait(false);
        if (CredentialsJson.Text(answer, "region_id") is { } region) NoteRegion?.Invoke(region);
        return key;
    }

    private async Task<AccessKey> ReadAsync(JsonElement answer, string? mode, CancellationToken cancellationToken)
    {
        bool Is(CliMode known) => string.Equals(mode, known.ToString(), StringComparison.OrdinalIgnoreCase);
        if (mode is not null && !Is(CliMode.AK) && !Is(CliMode.StsToken))
        {
            var source = ByMode(answer) ?? throw Failed("answered with a mode that no answer can have");
            return await source.GetAsync(cancellationToken).ConfigureAwait(false);
        }

        var key = KeyAnswer.ReadCommand(answer, "the process_command of " + Source, _environment.Clock.GetUtcNow());
        return Is(CliMode.StsToken) && key.SecurityToken is null ? throw Failed("answered in mode StsToken without an sts_token") : key;
    }

    private CredentialsException Failed(string how) => new(ErrorId.CredentialSourceFailed, $"The process_command of {Source} {how}.");
}
