using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operations that list instances and consumer groups.</summary>
internal interface IDiscoveryClient
{
    /// <summary>OnsInstanceInServiceList: the instances of the region that the caller has permission to see.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<IReadOnlyList<Instance>> ListInstancesAsync(CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsInstanceBaseInfo: one instance with its limits and addresses; null where the answer has none.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<Instance?> GetInstanceAsync(string instanceId, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsGroupList: the consumer groups of one type.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<IReadOnlyList<ConsumerGroup>> ListGroupsAsync(
        string? instanceId, GroupType type, CallContext context, CancellationToken cancellationToken);
}
