namespace OnsDlq.Completion;

/// <summary>Completes the IDs of instances, by a part of the ID or of the name.</summary>
public sealed class InstanceCompleter : ServiceCompleter
{
    private protected override IEnumerable<CompletionChoice> Choices(ServiceDirectory directory, string? instanceId) =>
        directory.Instances().Select(instance => new CompletionChoice(instance.InstanceId, instance.InstanceName));
}
