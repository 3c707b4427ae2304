using OnsDlq.Signing;

namespace OnsDlq.Credentials.Sts;

/// <summary>Asks STS for the account of the keys (GetCallerIdentity, which needs no permission).</summary>
/// <param name="environment">The environment.</param>
/// <param name="caller">The keys.</param>
internal sealed class CallerIdentity(CredentialsEnvironment environment, ICredentialsProvider caller)
{
    /// <summary>The ID of the account that the keys belong to.</summary>
    /// <param name="site">From where STS is called.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="CredentialsException">There are no keys, or STS did not give the account.</exception>
    public async Task<string> FindAccountAsync(StsSite site, CancellationToken cancellationToken)
    {
        var region = environment.Value(StsEndpoint.RegionVariable) ?? site.RegionId;
        var endpoint = site.StandIn ?? StsEndpoint.Choose(environment, null, region, site.Vpc ? true : null, caller.Source);
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
            request, throughProxy: site.StandIn is null && !endpoint.IsLoopback, patience: null, cancellationToken).ConfigureAwait(false);
        return StsAnswer.ReadAccount(answer, caller.Source, key.Secret, key.SecurityToken);
    }
}
