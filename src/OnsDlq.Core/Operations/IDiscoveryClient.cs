using OnsDlq.Discovery;
using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operations that tell which instances and consumer groups there are.</summary>
internal interface IDiscoveryClient
{
    /// <summary>OnsInstanceInServiceList: the instances of the region that the caller may see, which may be fewer than there are.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<IReadOnlyList<Instance>> ListInstancesAsync(CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsInstanceBaseInfo: one instance with its limits and addresses; null where the answer tells of none.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<Instance?> GetInstanceAsync(string instanceId, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsGroupList: the consumer groups of one type.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<IReadOnlyList<ConsumerGroup>> ListGroupsAsync(
        string? instanceId, GroupType type, CallContext context, CancellationToken cancellationToken);
}
