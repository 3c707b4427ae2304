using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sts;

/// <summary>Keys of a role, assumed with other keys (STS AssumeRole).</summary>
internal sealed class AssumeRoleSource(CredentialsEnvironment environment, StsRole role, ICredentialsProvider caller) : ITemporaryKeySource
{
    /// <inheritdoc/>
    public string Source => role.Source;

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        var key = await caller.GetAsync(cancellationToken).ConfigureAwait(false);
        var parameters = role.Parameters();
        parameters["Action"] = "AssumeRole";
        parameters["Version"] = "2015-04-01";
        parameters["Format"] = "JSON";
        var query = SignatureV1.Sign("POST", parameters, key, environment.Clock.GetUtcNow(), environment.Nonces.Next());
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(role.Endpoint, "/?" + query)) { Content = new ByteArrayContent([]) };
        var answer = await environment.Http.SendAsync(
            request, throughProxy: !role.Endpoint.IsLoopback, patience: null, cancellationToken).ConfigureAwait(false);
        return StsAnswer.Read(answer, role.Source, key.Secret, key.SecurityToken);
    }
}
