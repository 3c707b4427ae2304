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
    /// <summary>The consumer group; without it, every group.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The message IDs; without them, every message.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("MessageId")]
    public string?[]? MsgId { get; set; }

    /// <summary>The instance of the group; without it, every instance.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => RefuseEmpty(nameof(GroupId), nameof(InstanceId));

    /// <inheritdoc/>
    protected override void Process()
    {
        var query = new BlockQuery
        {
            Realm = AtHand?.Realm,
            InstanceId = InputMembers.Trimmed(InstanceId),
            GroupId = InputMembers.Trimmed(GroupId) is { } group ? MessageKey.GroupOf(group) : null,
            MsgIds = [.. (MsgId ?? []).Select(InputMembers.Trimmed).OfType<string>()],
        };
        if (MyInvocation.BoundParameters.ContainsKey(nameof(MsgId)) && query.MsgIds.Count == 0)
            WriteError(ErrorFactory.Make(ErrorId.MissingMsgId, "The message ID is empty.", GroupId));
        else if (query.MsgIds.Count == 0 && EmptyOf(nameof(GroupId)) is { } empty)
            WriteError(ErrorFactory.Make(ErrorId.EmptyArgument, $"The object's {empty} is empty, and it names nothing else to look for.", empty));
        else if (OpenReader() is { } journal)
            WriteObject(Bridge.Run(token => MessageBlocks.ReadAsync(journal, query, TimeProvider.System.GetUtcNow(), token)), enumerateCollection: true);
    }
}
