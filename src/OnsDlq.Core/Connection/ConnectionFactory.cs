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
        OnsDlqConnection? made = null;
        var caller = new ServiceCaller(
            sender, options.Credentials, pace, options.Time, options.Jitter,
            () => made?.AccountId ?? (instanceId is null ? null : PaceAccount.OfInstance(instanceId)));
        var client = new DeadLetterClient(caller, endpoint.Authority, regionId, realm, options.Time);
        return made = new OnsDlqConnection(regionId, instanceId, endpoint, options.Credentials.Source, client, clock, options.Journal, exchange)
        {
            Discovery = new DiscoveryClient(caller, regionId),
            Bodies = new MessageBodyClient(caller),
            Consumers = new ConsumerClient(caller),
            Traces = new TraceClient(caller, endpoint.Authority),
            AccessKeyId = options.AccessKeyId,
            Caller = options.Caller,
            Realm = realm,
            RefuseEnded = options.RefuseEnded,
            Notices =
            [
                .. options.Notices,
                .. new[] { EndpointRule.Notice(options.RegionId, options.Vpc, options.Endpoint), Realm.Notice(realm) }.OfType<string>(),
            ],
        };
    }
}
