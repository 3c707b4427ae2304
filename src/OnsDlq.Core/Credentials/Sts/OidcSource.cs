using System.Globalization;
using System.Text;
using OnsDlq.Errors;
using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sts;

/// <summary>
/// Keys of a role, assumed with a token of an identity provider (STS AssumeRoleWithOIDC, an unsigned call). The token's file is read at
/// every fetch, because Kubernetes replaces it.
/// </summary>
internal sealed class OidcSource(CredentialsEnvironment environment, StsRole role, string providerArn, string tokenFile) : ITemporaryKeySource
{
    public const string RoleVariable = "ALIBABA_CLOUD_ROLE_ARN";

    /// <summary>The identity provider's ARN.</summary>
    public const string ProviderVariable = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";

    /// <summary>The path of the file with the token.</summary>
    public const string TokenFileVariable = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";

    /// <inheritdoc/>
    public string Source => role.Source;

    /// <inheritdoc/>
    public async Task<AccessKey> FetchAsync(CancellationToken cancellationToken)
    {
        var token = (await environment.ReadAsync(tokenFile, cancellationToken).ConfigureAwait(false))?.Trim();
        if (string.IsNullOrEmpty(token))
        {
            throw new CredentialsException(
                ErrorId.InvalidCredentials, $"The OIDC token file of {role.Source}, {tokenFile}, {(token is null ? "does not exist" : "is empty")}.");
        }

        var query = CanonicalQuery.Of(new Dictionary<string, string>
        {
            ["Action"] = "AssumeRoleWithOIDC",
            ["Version"] = "2015-04-01",
            ["Format"] = "JSON",
            ["Timestamp"] = environment.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["SignatureNonce"] = environment.Nonces.Next(),
        });
        var form = role.Parameters();
        form["OIDCProviderArn"] = providerArn;
        form["OIDCToken"] = token;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(role.Endpoint, "/?" + query))
        {
            Content = new StringContent(CanonicalQuery.Of(form), Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        var answer = await environment.Http.SendAsync(
            request, throughProxy: !role.Endpoint.IsLoopback, patience: null, cancellationToken).ConfigureAwait(false);
        return StsAnswer.Read(answer, role.Source, token);
    }
}
