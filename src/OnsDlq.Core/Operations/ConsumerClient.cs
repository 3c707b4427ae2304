using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Asks for consumers over the service's HTTP interface.</summary>
internal sealed class ConsumerClient(ServiceCaller caller) : IConsumerClient
{
    private const string NotOnline = "BIZ_CONSUMER_NOT_ONLINE";

    /// <inheritdoc/>
    public Task<ConsumerStatus> GetStatusAsync(
        string groupId, string? instanceId, bool detail, CallContext context, CancellationToken cancellationToken) =>
        AskAsync(
            ConsumerStatusCodec.Call(groupId, instanceId, detail), answer => ConsumerStatusCodec.Read(answer, detail),
            new ConsumerStatus { Online = false, Consumers = 0 }, context, cancellationToken);

    /// <inheritdoc/>
    public Task<ConsumerProgress> GetProgressAsync(string groupId, string? instanceId, CallContext context, CancellationToken cancellationToken) =>
        AskAsync(
            ConsumerAccumulateCodec.Call(groupId, instanceId), ConsumerAccumulateCodec.Read, new ConsumerProgress { Online = false }, context,
            cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> GetTopicsAsync(string groupId, string instanceId, CallContext context, CancellationToken cancellationToken) =>
        AskAsync(GroupSubscriptionCodec.Call(groupId, instanceId), GroupSubscriptionCodec.Read, null, context, cancellationToken);

    private async Task<T> AskAsync<T>(ServiceCall call, Func<ServiceAnswer, T> read, T offline, CallContext context, CancellationToken cancellationToken)
    {
        try
        {
            return read(await caller.CallAsync(call, context, cancellationToken).ConfigureAwait(false));
        }
        catch (ServiceException refused) when (refused.Code == NotOnline)
        {
            return offline;
        }
    }
}
