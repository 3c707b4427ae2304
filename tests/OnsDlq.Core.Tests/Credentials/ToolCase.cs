using System.Net;
using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>One situation that the official tools know, and what comes of it.</summary>
/// <param name="Name">The situation.</param>
/// <param name="CSharp">What aliyun/credentials-csharp makes of it (a8e4de9c, 2026-07-18).</param>
/// <param name="Cli">What the aliyun command line makes of it (eadd68d9, 2026-07-30); "-" where it knows no such thing.</param>
/// <param name="Here">The key that comes of it, or the error and a part of its message.</param>
internal sealed record ToolCase(string Name, string CSharp, string Cli, string Here)
{
    /// <summary>Why it is right here, where neither official tool does the same.</summary>
    public string? Why { get; init; }

    /// <summary>The profiles of the command line's configuration, as the insides of JSON objects; null for no file.</summary>
    public string[]? Profiles { get; init; }

    /// <summary>The name of the profile asked for; null asks the chain.</summary>
    public string? Profile { get; init; } = "p";

    /// <summary>The credentials file.</summary>
    public string? Ini { get; init; }

    /// <summary>Variables, as <c>NAME=value</c>.</summary>
    public string[] Variables { get; init; } = [];

    /// <summary>What a command answers.</summary>
    public string? Answer { get; init; }

    /// <summary>What a request is answered by; null where nobody listens.</summary>
    public Func<HttpRequestMessage, string?> Network { get; init; } = _ => null;

    /// <summary>The outside as the case has it.</summary>
    public Outside Open()
    {
        var outside = new Outside(
            request => Network(request) is not { } text ? throw new HttpRequestException(HttpRequestError.ConnectionError)

                    : text.StartsWith("HTTP ", StringComparison.Ordinal)
                    ? new((HttpStatusCode)int.Parse(text[5..], System.Globalization.CultureInfo.InvariantCulture))
                : new(HttpStatusCode.OK) { Content = new StringContent(text) },
            Answer is { } answer ? new Answering(answer) : null);
        if (Profiles is not null) outside.WriteProfiles("p", Profiles);
        if (Ini is not null) outside.Write(".alibabacloud/credentials.ini", "[default]\n" + Ini);
        foreach (var variable in Variables)
            outside.Variables[variable.Split('=')[0]] = variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return outside;
    }

    private sealed class Answering(string answer) : IProcessRunner
    {
        public bool HasTerminal => false;

        public Task<ProcessOutcome> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
            Task.FromResult(new ProcessOutcome(0, answer));
    }
}
