using OnsDlq.Credentials.Sts;
using OnsDlq.Errors;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Realms;
using OnsDlq.Transport;

namespace OnsDlq.Connection;

/// <summary>Builds a connection: operation, retry, pace, signature, transport. Nothing is called yet.</summary>
internal static class ConnectionFactory
{
    /// <summary>Makes a connection.</summary>
    /// <exception cref="OnsDlqException">There is no address to call.</exception>
    public static OnsDlqConnection Create(ConnectionOptions options)
    {
        var (regionId, endpoint) = EndpointRule.Resolve(options.RegionId, options.Vpc, options.Endpoint);
        var exchange = new HttpExchange(TracedHandler.Create(endpoint, options.ServerCertificate, options.Proxy), options.Time);
        var clock = new ServiceClock(options.Time);
        var sender = new SignedSender(endpoint, exchange, options.Time, clock, options.Nonces);
        var realm = Realm.Of(endpoint, options.IsRegionNamed || string.IsNullOrWhiteSpace(options.Endpoint) ? regionId : null);
        var pace = new SharedPace(realm, new PaceSource(options.Journal.OpenPaceAsync, options.Time, options.Journal.PacePatience), options.Time);
        var instanceId = string.IsNullOrWhiteSpace(options.InstanceId) ? null : options.InstanceId.Trim();
        var account = options.Caller is null ? null : new CallerAccount(options.Caller, StsSiteOf(endpoint, realm), options.Time);
        var caller = new ServiceCaller(
            sender, options.Credentials, pace, options.Time, options.Jitter, token => FindAccountAsync(instanceId, account, realm, options.Journal, token));
        var client = new DeadLetterClient(caller, endpoint.Authority, regionId, realm, options.Time);
        return new OnsDlqConnection(regionId, instanceId, endpoint, options.Credentials.Source, client, clock, options.Journal, exchange)
        {
            Discovery = new DiscoveryClient(caller, regionId),
            Bodies = new MessageBodyClient(caller),
            Consumers = new ConsumerClient(caller),
            Traces = new TraceClient(caller, endpoint.Authority),
            AccessKeyId = options.AccessKeyId,
            Account = account,
            Realm = realm,
            RefuseEnded = options.RefuseEnded,
            Notices =
            [
                .. options.Notices,
                .. new[] { EndpointRule.Notice(options.RegionId, options.Vpc, options.Endpoint), Realm.Notice(realm) }.OfType<string>(),
            ],
        };
    }

    // Only the services of a region, and their stand-ins, are known to have the accounts of STS.
    private static ValueTask<string?> FindAccountAsync(
        string? instanceId, CallerAccount? account, string realm, ConnectionJournal journal, CancellationToken cancellationToken)
    {
        var known = (instanceId is null ? null : PaceAccount.Named(instanceId)) ?? account?.Known;
        if (known is not null || account is null || (Realm.IsAddress(realm) && !Realm.IsHere(realm)) || !journal.Exists) return new(known);
        return account.TryFindAsync(cancellationToken);
    }

    private static StsSite StsSiteOf(Uri endpoint, string realm)
    {
        if (Loopback.Is(endpoint)) return new(StandIn: endpoint);
        var hasRegion = !Realm.IsAddress(realm) && endpoint.Host != Regions.CentralHost;
        return new(RegionId: hasRegion ? realm : null, Vpc: endpoint.Host.StartsWith("ons-vpc.", StringComparison.OrdinalIgnoreCase));
    }
}
