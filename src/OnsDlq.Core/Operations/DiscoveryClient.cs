using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>Discovery over the service's HTTP interface.</summary>
internal sealed class DiscoveryClient(ServiceCaller caller, string regionId) : IDiscoveryClient
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Instance>> ListInstancesAsync(CallContext context, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(InstanceListCodec.Call(), context, cancellationToken).ConfigureAwait(false);
        return InstanceListCodec.Read(answer, regionId);
    }

    /// <inheritdoc/>
    public async Task<Instance?> GetInstanceAsync(string instanceId, CallContext context, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(InstanceInfoCodec.Call(instanceId), context, cancellationToken).ConfigureAwait(false);
        return InstanceInfoCodec.Read(answer, regionId);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ConsumerGroup>> ListGroupsAsync(
        string? instanceId, GroupType type, CallContext context, CancellationToken cancellationToken)
    {
        var answer = await caller.CallAsync(GroupListCodec.Call(instanceId, type), context, cancellationToken).ConfigureAwait(false);
        return GroupListCodec.Read(answer, instanceId, type, regionId);
    }
}
