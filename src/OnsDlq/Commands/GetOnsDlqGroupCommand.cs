using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Listing;

namespace OnsDlq.Commands;

/// <summary>Lists consumer groups, for TCP clients and for HTTP clients.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqGroup")]
[OutputType(typeof(ConsumerGroup))]
public sealed class GetOnsDlqGroupCommand : ServiceCommand
{
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _found = new(StringComparer.OrdinalIgnoreCase);
    private OnsDlqConnection _connection = null!;
    private GroupLister? _lister;

    /// <summary>The IDs of the groups to get, wildcards allowed; without it all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [IdText(typeof(ConsumerGroup))]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The instance of the groups; without it the connection's, and where that has none, every instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _connection = ResolveConnection();
        _lister = new GroupLister(_connection, NarrateTo);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        _named.UnionWith(GroupId ?? []);
        var asked = Wildcards.Of(GroupId ?? ["*"]);
        Bridge.Run(async (writer, token) =>
        {
            await foreach (var group in _lister!.ListAsync(_connection.InstanceOrDefault(InstanceId), asked, writer, token))
            {
                _found.Add(group.GroupId);
                await writer.WriteObjectAsync(group);
            }
        });
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // Where a part could not be listed, it is not known whether a group is missing.
        if (!_lister!.IsComplete) return;
        foreach (var missing in _named.Where(one => !WildcardPattern.ContainsWildcardCharacters(one) && !_found.Contains(one)))
            WriteError(ErrorFactory.Make(ErrorId.GroupNotFound, $"There is no consumer group {Printable.Of(missing)}.", missing));
    }
}
