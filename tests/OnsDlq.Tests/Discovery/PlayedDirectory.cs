using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Operations;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Discovery;

/// <summary>Instances and groups in memory; records the calls.</summary>
internal sealed class PlayedDirectory : IDiscoveryClient
{
    private readonly Lock _gate = new();
    private readonly List<string> _asked = [];

    public IReadOnlyList<Instance> Instances { get; set; } = [];

    public IReadOnlyList<ConsumerGroup> Groups { get; set; } = [];

    /// <summary>Awaited before each answer, with the call as its argument; may throw instead.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The calls, in order.</summary>
    public IReadOnlyList<string> Asked
    {
        get { lock (_gate) return [.. _asked]; }
    }

    public static Instance Instance(string instanceId, string? name = null) => new(instanceId, "cn-hangzhou") { InstanceName = name };

    public static ConsumerGroup Group(string groupId, string instanceId = "MQ_INST_1", GroupType type = GroupType.Tcp, string? remark = null) =>
        new(groupId, instanceId, "cn-hangzhou", type) { Remark = remark };

    public async Task<IReadOnlyList<Instance>> ListInstancesAsync(CallContext context, CancellationToken cancellationToken)
    {
        await AskAsync("instances", cancellationToken);
        return Instances;
    }

    public async Task<Instance?> GetInstanceAsync(string instanceId, CallContext context, CancellationToken cancellationToken)
    {
        await AskAsync(instanceId, cancellationToken);
        return Instances.FirstOrDefault(one => one.InstanceId == instanceId) ?? throw PagedClient.Failure(ErrorId.InstanceNotFound);
    }

    public async Task<IReadOnlyList<ConsumerGroup>> ListGroupsAsync(
        string? instanceId, GroupType type, CallContext context, CancellationToken cancellationToken)
    {
        await AskAsync($"{instanceId} {type}", cancellationToken);
        return [.. Groups.Where(group => group.InstanceId == instanceId && group.GroupType == type.ToString())];
    }

    private async Task AskAsync(string what, CancellationToken cancellationToken)
    {
        lock (_gate) _asked.Add(what);
        await Before(what, cancellationToken);
    }
}
