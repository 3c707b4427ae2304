using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Pipeline;

namespace OnsDlq.Commands;

/// <summary>Lists consumer groups, for TCP clients and for HTTP clients.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqGroup")]
[OutputType(typeof(ConsumerGroup))]
public sealed class GetOnsDlqGroupCommand : ServiceCommand
{
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);
    private OnsDlqConnection _connection = null!;
    private bool _complete = true;

    /// <summary>The IDs of the groups to get, wildcards allowed; without it all.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The instance of the groups; without it the connection's, and where that has none, every instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _connection = ResolveConnection();

    /// <inheritdoc/>
    protected override void Process()
    {
        var instanceId = _connection.InstanceOrDefault(InstanceId);
        Bridge.Run((writer, token) => instanceId is null ? ListEverywhereAsync(writer, token) : ListAsync(instanceId, writer, token));
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // Where a part could not be listed, it is not known whether a group is missing.
        if (!_complete || GroupId is null) return;
        foreach (var missing in GroupId.Where(one => !WildcardPattern.ContainsWildcardCharacters(one) && !_found.Contains(one)))
            WriteError(ErrorFactory.Make(ErrorId.GroupNotFound, $"There is no consumer group {Printable.Of(missing)}.", missing));
    }

    private Task ListEverywhereAsync(IPipelineWriter writer, CancellationToken cancellationToken) => TryAsync(writer, null, async () =>
    {
        foreach (var instance in await _connection.Discovery.ListInstancesAsync(NarrateTo(writer), cancellationToken))
            await ListAsync(instance.InstanceId, writer, cancellationToken);
    });

    private async Task ListAsync(string instanceId, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var asked = Wildcards.Of(GroupId ?? ["*"]);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in Enum.GetValues<GroupType>())
        {
            await TryAsync(writer, instanceId, async () =>
            {
                foreach (var group in await _connection.Discovery.ListGroupsAsync(instanceId, type, NarrateTo(writer), cancellationToken))
                {
                    if (!asked.Match(group.GroupId) || !told.Add(group.GroupId)) continue;
                    _found.Add(group.GroupId);
                    await writer.WriteObjectAsync(group);
                }
            });
        }
    }

    private Task TryAsync(IPipelineWriter writer, object? target, Func<Task> work) => AttemptAsync(writer, target, async () =>
    {
        try
        {
            await work();
        }
        catch (OnsDlqException)
        {
            _complete = false;
            throw;
        }
    });
}
