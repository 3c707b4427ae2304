using OnsDlq.Credentials;
using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>An environment whose STS and metadata service are a sandbox's, reached with the production HTTP client.</summary>
internal sealed class SandboxOutside : IDisposable
{
    private readonly Outside _outside = new();
    private readonly CredentialsHttp _http;

    public SandboxOutside(Uri sandbox, TimeProvider clock)
    {
        _http = new CredentialsHttp(TimeProvider.System);
        Environment = _outside.Environment with { Http = _http, Clock = clock, MetadataService = sandbox };
        Variables["ALIBABA_CLOUD_STS_ENDPOINT"] = sandbox.AbsoluteUri;
    }

    public CredentialsEnvironment Environment { get; }

    public Dictionary<string, string> Variables => _outside.Variables;

    public string Write(string path, string text) => _outside.Write(path, text);

    /// <summary>The source for a profile, given as the members of a JSON object without braces; the file may have other profiles, too.</summary>
    public ICredentialsProvider Profile(string profile, params string[] others)
    {
        _outside.WriteProfiles("", ["\"name\":\"p\"," + profile, .. others]);
        return new CredentialsResolver(Environment).Resolve(new CredentialsRequest(ProfileName: "p")).Provider;
    }

    public ICredentialsProvider Chain() => new CredentialsResolver(Environment).Resolve(new CredentialsRequest()).Provider;

    public void Dispose()
    {
        _http.Dispose();
        _outside.Dispose();
    }
}
