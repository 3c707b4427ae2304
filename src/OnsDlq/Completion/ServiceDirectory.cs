using System.Collections.Concurrent;
using OnsDlq.Discovery;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Completion;

/// <summary>The cached instances and groups of one connection, for completion. Thread-safe.</summary>
/// <param name="client">The operations.</param>
/// <param name="time">The clock.</param>
internal sealed class ServiceDirectory(IDiscoveryClient client, TimeProvider time)
{
    /// <summary>How many instances are asked for their groups where no instance is given.</summary>
    private const int MostInstances = 10;

    private static readonly CallContext Calls = new() { TryTimeout = TimeSpan.FromSeconds(5) };

    private readonly CachedList<Instance> _instances = new(
        cancellationToken => client.ListInstancesAsync(Calls, cancellationToken), time, CachedList<Instance>.Patience);

    private readonly ConcurrentDictionary<string, CachedList<ConsumerGroup>> _groups = new(StringComparer.Ordinal);

    /// <summary>The instances, where they arrive in time.</summary>
    public IReadOnlyList<Instance> Instances() => _instances.Get();

    /// <summary>The groups of an instance, or of the first few where none is given, where they arrive in time.</summary>
    public IReadOnlyList<ConsumerGroup> Groups(string? instanceId) => _groups.GetOrAdd(
        instanceId ?? "",
        _ => new CachedList<ConsumerGroup>(
            cancellationToken => instanceId is null ? FetchEverywhereAsync(cancellationToken) : FetchAsync(instanceId, cancellationToken),
            time,
            CachedList<ConsumerGroup>.Patience)).Get();

    private async Task<IReadOnlyList<ConsumerGroup>> FetchEverywhereAsync(CancellationToken cancellationToken)
    {
        var groups = new List<ConsumerGroup>();
        foreach (var instance in (await client.ListInstancesAsync(Calls, cancellationToken).ConfigureAwait(false)).Take(MostInstances))
            groups.AddRange(await FetchAsync(instance.InstanceId, cancellationToken).ConfigureAwait(false));
        return groups;
    }

    private async Task<IReadOnlyList<ConsumerGroup>> FetchAsync(string instanceId, CancellationToken cancellationToken)
    {
        var both = Enum.GetValues<GroupType>().Select(type => client.ListGroupsAsync(instanceId, type, Calls, cancellationToken));
        return [.. (await Task.WhenAll(both).ConfigureAwait(false)).SelectMany(groups => groups)];
    }
}
