namespace OnsDlq.Completion;

/// <summary>Completes the IDs of consumer groups, by a part of the ID or of the remark.</summary>
public sealed class GroupCompleter : ServiceCompleter
{
    private protected override IEnumerable<CompletionChoice> Choices(ServiceDirectory directory, string? instanceId) =>
        directory.Groups(instanceId).Select(group => new CompletionChoice(group.GroupId, group.Remark));
}
