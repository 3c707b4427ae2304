using System.Runtime.CompilerServices;
using OnsDlq.Binding;
using OnsDlq.Connection;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>Lists consumer groups of both types. What cannot be listed is a non-terminating error, and the rest is listed.</summary>
/// <param name="connection">The connection.</param>
/// <param name="contextOf">Makes the settings of its calls.</param>
internal sealed class GroupLister(OnsDlqConnection connection, Func<IPipelineWriter, CallContext> contextOf)
{
    /// <summary>Whether everything could be listed so far. Otherwise it is not known whether a group is missing.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The groups that match, each once, as the service lists them.</summary>
    /// <param name="instanceId">The instance; null for every instance.</param>
    /// <param name="asked">The patterns.</param>
    /// <param name="writer">Takes the errors.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="OnsDlqException">A call failed, and all others would fail, too.</exception>
    public async IAsyncEnumerable<ConsumerGroup> ListAsync(
        string? instanceId, Wildcards asked, IPipelineWriter writer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var instances = instanceId is not null ? [instanceId]
            : (await TryAsync(null, () => connection.Discovery.ListInstancesAsync(contextOf(writer), cancellationToken))).Select(one => one.InstanceId);
        foreach (var instance in instances)
        {
            var told = new HashSet<string>(StringComparer.Ordinal);
            foreach (var type in Enum.GetValues<GroupType>())
            {
                var groups = await TryAsync(
                    instance, () => connection.Discovery.ListGroupsAsync(instance, type, contextOf(writer), cancellationToken));
                foreach (var group in groups.Where(group => asked.Match(group.GroupId) && told.Add(group.GroupId))) yield return group;
            }
        }

        async Task<IReadOnlyList<T>> TryAsync<T>(object? target, Func<Task<IReadOnlyList<T>>> list)
        {
            try
            {
                return await list();
            }
            catch (OnsDlqException exception)
            {
                IsComplete = false;
                if (ErrorFactory.EndsCommand(exception)) throw;
                await writer.WriteErrorAsync(ErrorFactory.From(exception, target));
                return [];
            }
        }
    }
}
