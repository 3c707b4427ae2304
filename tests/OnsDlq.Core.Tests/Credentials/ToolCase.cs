using System.Net;
using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>One situation that the official tools handle, and its results.</summary>
/// <param name="Name">The situation.</param>
/// <param name="CSharp">What aliyun/credentials-csharp does (a8e4de9c, 2026-07-18).</param>
/// <param name="Cli">What the aliyun command line does (eadd68d9, 2026-07-30); "-" if it does not support this.</param>
/// <param name="Here">The resulting key, or the error and a part of its message.</param>
internal sealed record ToolCase(string Name, string CSharp, string Cli, string Here)
{
    /// <summary>The reason for this module's behaviour, if neither official tool does the same.</summary>
    public string? Why { get; init; }

    /// <summary>The profiles of the command line's configuration, as the members of JSON objects without braces; null for no file.</summary>
    public string[]? Profiles { get; init; }

    /// <summary>The name of the requested profile; null for the chain.</summary>
    public string? Profile { get; init; } = "p";

    /// <summary>The credentials file.</summary>
    public string? Ini { get; init; }

    /// <summary>Variables, as <c>NAME=value</c>.</summary>
    public string[] Variables { get; init; } = [];

    /// <summary>The output of the command.</summary>
    public string? Answer { get; init; }

    /// <summary>The answer to a request; null if no server listens.</summary>
    public Func<HttpRequestMessage, string?> Network { get; init; } = _ => null;

    /// <summary>The environment of this case.</summary>
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
