using Microsoft.Extensions.Time.Testing;
using OnsDlq.Credentials;
using OnsDlq.Credentials.Sources;
using OnsDlq.Signing;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>A test's own environment: variables, a home folder that is removed afterwards, a clock, and a network without hosts.</summary>
internal sealed class Outside : IDisposable
{
    private readonly CredentialsHttp _http;

    public Outside(Func<HttpRequestMessage, HttpResponseMessage>? network = null, IProcessRunner? processes = null)
    {
        Home = Directory.CreateTempSubdirectory("onsdlq-credentials-").FullName;
        Network = new ScriptedNetwork(network ?? (_ => throw new HttpRequestException(HttpRequestError.ConnectionError)));
        _http = new CredentialsHttp(Network, Network, Clock);
        Environment = new CredentialsEnvironment
        {
            Variable = name => Variables.GetValueOrDefault(name),
            HomeFolder = Home,
            ReadFile = CredentialsEnvironment.Current.ReadFile,
            Processes = processes ?? new ProcessRunner(),
            Http = _http,
            Clock = Clock,
            Nonces = new RandomNonceSource(),
            IsWindows = false,
        };
    }

    public string Home { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public ScriptedNetwork Network { get; }

    public CredentialsEnvironment Environment { get; }

    public ResolvedCredentials Resolve(AccessKey? key = null, string? profileName = null) =>
        new CredentialsResolver(Environment).Resolve(new CredentialsRequest(key, profileName));

    public async Task<AccessKey> KeyAsync(string? profileName = null) =>
        await Resolve(profileName: profileName).Provider.GetAsync(TestContext.Current.CancellationToken);

    public CredentialsException Refuse(string? profileName = null) =>
        Assert.Throws<CredentialsException>(() => Resolve(profileName: profileName));

    /// <summary>Writes the command line's configuration with these profiles, given as the members of JSON objects without braces.</summary>
    public void WriteProfiles(string current, params string[] profiles) => Write(
        ".aliyun/config.json", $$"""{"current":"{{current}}","profiles":[{{string.Join(',', profiles.Select(profile => "{" + profile + "}"))}}],"meta_path":""}""");

    public string Write(string path, string text)
    {
        var full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(Home, recursive: true);
    }
}
