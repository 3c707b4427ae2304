using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sts;

/// <summary>Asks STS for the account of the keys (GetCallerIdentity, which needs no permission).</summary>
/// <param name="environment">The environment.</param>
/// <param name="caller">The keys.</param>
internal sealed class CallerIdentity(CredentialsEnvironment environment, ICredentialsProvider caller)
{
    /// <summary>The ID of the account that the keys belong to.</summary>
    /// <param name="standIn">
    /// The address of a stand-in for STS on this machine (the sandbox), so that its keys are not sent elsewhere; null for STS itself.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CredentialsException">There are no keys, or STS did not give the account.</exception>
    public async Task<string> FindAccountAsync(Uri? standIn, CancellationToken cancellationToken)
    {
        var endpoint = standIn ?? StsEndpoint.Choose(environment, null, null, null, caller.Source);
        var key = await caller.GetAsync(cancellationToken).ConfigureAwait(false);
        var parameters = new Dictionary<string, string>
        {
            ["Action"] = "GetCallerIdentity",
            ["Version"] = "2015-04-01",
            ["Format"] = "JSON",
        };
        var query = SignatureV1.Sign("POST", parameters, key, environment.Clock.GetUtcNow(), environment.Nonces.Next());
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/?" + query)) { Content = new ByteArrayContent([]) };
        var answer = await environment.Http.SendAsync(
            request, throughProxy: standIn is null && !endpoint.IsLoopback, patience: null, cancellationToken).ConfigureAwait(false);
        return StsAnswer.ReadAccount(answer, caller.Source, key.Secret, key.SecurityToken);
    }
}
