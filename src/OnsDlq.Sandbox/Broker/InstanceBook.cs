using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The instances and their consumer groups. Not thread-safe.</summary>
/// <param name="agenda">What happens later.</param>
/// <param name="missingName">How a call is answered that names what does not exist.</param>
internal sealed class InstanceBook(Agenda agenda, MissingName missingName)
{
    private readonly Dictionary<string, ServiceInstance> _instances = new(StringComparer.Ordinal);

    /// <summary>All instances.</summary>
    public IReadOnlyCollection<ServiceInstance> All => _instances.Values;

    /// <summary>All groups.</summary>
    public IEnumerable<ConsumerGroup> Groups => _instances.Values.SelectMany(instance => instance.Groups.Values);

    /// <summary>The instance, or null.</summary>
    public ServiceInstance? Named(string instanceId) => _instances.GetValueOrDefault(instanceId);

    /// <summary>The instance; a missing one is created.</summary>
    public ServiceInstance Make(string instanceId, long now)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            _instances[instanceId] = instance = new ServiceInstance(instanceId, now);
        }

        return instance;
    }

    /// <summary>The group; a missing one is created.</summary>
    public ConsumerGroup Make(string instanceId, string groupId, long now)
    {
        var groups = Make(instanceId, now).Groups;
        if (!groups.TryGetValue(groupId, out var group))
        {
            groups[groupId] = group = new ConsumerGroup(instanceId, groupId, agenda, now);
        }

        return group;
    }

    /// <summary>The instance.</summary>
    /// <exception cref="OperationError">There is none; the error names it, whatever is set.</exception>
    public ServiceInstance Find(string instanceId) => Named(instanceId) ?? throw ServiceErrors.InstanceNotFound(instanceId);

    /// <summary>The group, also without its instance where only one has such a group.</summary>
    /// <exception cref="OperationError">There is none; the error names it, whatever is set.</exception>
    public ConsumerGroup Find(string? instanceId, string groupId) =>
        (instanceId is null ? OnlyGroup(groupId) : Find(instanceId).Groups.GetValueOrDefault(groupId)) ?? throw ServiceErrors.GroupNotFound(groupId);

    /// <summary>The only group with this ID, or null.</summary>
    public ConsumerGroup? OnlyGroup(string groupId)
    {
        var found = _instances.Values.Select(instance => instance.Groups.GetValueOrDefault(groupId)).OfType<ConsumerGroup>().Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>Finds for a caller of the service: what does not exist is answered as it is set. The control API always gets the exact error.</summary>
    /// <exception cref="OperationError">There is none.</exception>
    public T Owned<T>(Func<InstanceBook, T> find)
    {
        try
        {
            return find(this);
        }
        catch (OperationError) when (missingName == MissingName.OwnerError)
        {
            throw ServiceErrors.NotOwned();
        }
    }
}
