using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Consumers;
using OnsDlq.Discovery;
using OnsDlq.Formatting;
using OnsDlq.Listing;

namespace OnsDlq.Commands;

/// <summary>Tells whether it is worth resending to a consumer group now, and why not.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OnsDlqConsumer")]
[OutputType(typeof(ConsumerHealth), typeof(bool))]
public sealed class TestOnsDlqConsumerCommand : ServiceCommand
{
    private readonly Dictionary<NamedGroup, HashSet<string>> _topics = [];
    private OnsDlqConnection _connection = null!;
    private GroupChoice _groups = null!;
    private bool _groupIsGiven;

    /// <summary>The consumer groups; wildcards allowed, but not in the GroupId of a piped object.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [IdText(typeof(ConsumerGroup))]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string?[]? GroupId { get; set; }

    /// <summary>The instance of the group; without it the connection's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>
    /// The topics of the dead letters, to see whether they are still subscribed to; without them those of the first 500 dead letters of the group.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string?[]? Topic { get; set; }

    /// <summary>Emits $true where the verdict is Ready, and otherwise $false, for each group.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _connection = ResolveConnection();
        _groupIsGiven = GroupId is not null;
        _groups = new GroupChoice(new GroupLister(_connection, NarrateTo));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<NamedGroup> found = [];
        var instanceId = _connection.InstanceOrDefault(InstanceId);
        Bridge.Run(async (writer, token) => found = await _groups.FindAsync(GroupId, instanceId, _groupIsGiven, GroupId, writer, token));
        string[] topics = [.. (Topic ?? []).OfType<string>().Where(topic => topic.Length > 0).Select(Printable.Brief)];
        foreach (var group in found)
        {
            // The dead letters of a group come one by one; each may have another topic.
            if (topics.Length == 0 && !_topics.ContainsKey(group)) Test(group, null);
            else if (topics.Length > 0 && _groupIsGiven) Test(group, topics);
            else if (topics.Length > 0) (_topics.TryGetValue(group, out var known) ? known : _topics[group] = []).UnionWith(topics);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        foreach (var (group, topics) in _topics) Test(group, [.. topics.Order(StringComparer.Ordinal)]);
    }

    private void Test(NamedGroup group, IReadOnlyList<string>? topics) => Bridge.Run((writer, token) => AttemptAsync(writer, group.GroupId, async () =>
    {
        var test = new ConsumerTest(_connection, NarrateTo(writer), writer);
        var health = await test.RunAsync(group, topics, token);
        await writer.WriteObjectAsync(Quiet ? health.Verdict == HealthVerdictName.Ready : health);
    }));
}
