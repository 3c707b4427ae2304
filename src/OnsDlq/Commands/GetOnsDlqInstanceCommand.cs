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

/// <summary>Lists the instances of the connected region.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqInstance")]
[OutputType(typeof(Instance))]
public sealed class GetOnsDlqInstanceCommand : ServiceCommand
{
    private OnsDlqConnection _connection = null!;

    /// <summary>
    /// The IDs of the instances to get, wildcards allowed; without it all that the access key may see. An instance with a full ID is shown with
    /// its limits and addresses, but without counts and tags.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [IdText(typeof(Instance))]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string[]? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _connection = ResolveConnection();

    /// <inheritdoc/>
    protected override void Process()
    {
        var named = InstanceId ?? ["*"];
        Bridge.Run((writer, token) => ListAsync(Wildcards.Of(named.Where(WildcardPattern.ContainsWildcardCharacters)), writer, token));
        foreach (var instanceId in named.Where(one => !WildcardPattern.ContainsWildcardCharacters(one)))
            Bridge.Run((writer, token) => AttemptAsync(writer, instanceId, () => FindAsync(instanceId, writer, token)));
    }

    private async Task ListAsync(Wildcards asked, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        if (asked.IsEmpty) return;
        await AttemptAsync(writer, null, async () =>
        {
            var instances = await _connection.Discovery.ListInstancesAsync(NarrateTo(writer), cancellationToken);
            if (instances.Count == 0)
                writer.WriteVerbose("The service listed no instance. It leaves out those that the access key may not see (mq:QueryInstanceBaseInfo).");
            foreach (var instance in instances.Where(one => asked.Match(one.InstanceId))) await writer.WriteObjectAsync(instance);
        });
    }

    private async Task FindAsync(string instanceId, IPipelineWriter writer, CancellationToken cancellationToken) =>
        await writer.WriteObjectAsync(
            await _connection.Discovery.GetInstanceAsync(instanceId, NarrateTo(writer), cancellationToken)
            ?? throw new CommandException(ErrorId.InstanceNotFound, $"There is no instance {Printable.Of(instanceId)}.", instanceId));
}
