using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Commands;

/// <summary>Shows the messages that are blocked: who blocked them, why, and until when. The latest come first.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqBlock")]
[OutputType(typeof(BlockedMessage))]
public sealed class GetOnsDlqBlockCommand : JournalCommand
{
    private bool _groupIsGiven;

    /// <summary>The consumer groups, wildcards allowed, but not in the GroupId of a piped object; without them, every group.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), SupportsWildcards]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string?[]? GroupId { get; set; }

    /// <summary>The message IDs; without them, every message.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("MessageId")]
    [IdText(typeof(DeadLetter))]
    public string?[]? MsgId { get; set; }

    /// <summary>The instance of the group; without it, every instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        RefuseEmpty(nameof(GroupId), nameof(InstanceId));
        _groupIsGiven = GroupId is not null;
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        var groups = new GroupFilter(GroupId, _groupIsGiven);
        var query = new BlockQuery
        {
            Realm = AtHand?.Realm,
            InstanceId = InputMembers.Trimmed(InstanceId),
            GroupId = groups.Only,
            MsgIds = [.. (MsgId ?? []).Select(InputMembers.Trimmed).OfType<string>()],
        };
        if ((MsgId is not null || MyInvocation.BoundParameters.ContainsKey(nameof(MsgId))) && query.MsgIds.Count == 0)
            WriteError(ErrorFactory.Make(ErrorId.MissingMsgId, "The message ID is empty.", GroupId is [var one] ? one : GroupId));
        else if (query.MsgIds.Count == 0 && EmptyOf(nameof(GroupId)) is { } empty)
            WriteError(ErrorFactory.Make(ErrorId.EmptyArgument, $"The object's {empty} is empty, and it names nothing else to look for.", empty));
        else if (OpenReader() is { } journal)
            Show(Bridge.Run(token => MessageBlocks.ReadAsync(journal, query, TimeProvider.System.GetUtcNow(), token)), groups);
    }

    private void Show(IEnumerable<BlockedMessage> blocked, GroupFilter groups) =>
        WriteObject(blocked.Where(one => groups.Match(one.GroupId)), enumerateCollection: true);
}
