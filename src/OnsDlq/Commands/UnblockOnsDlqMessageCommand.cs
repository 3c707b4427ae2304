using System.Management.Automation;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Pipeline;

namespace OnsDlq.Commands;

/// <summary>Lets messages be resent again that Block-OnsDlqMessage keeps from it.</summary>
[Cmdlet(VerbsSecurity.Unblock, "OnsDlqMessage", SupportsShouldProcess = true, DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(BlockedMessage))]
public sealed class UnblockOnsDlqMessageCommand : BlockCommand
{
    private const string ByIdSet = "ById";
    private const string ByInputObjectSet = "ByInputObject";

    /// <summary>The consumer group. Needed where the input does not name it; input that names another group is left as it is.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages, which need not be in the queue.</summary>
    [Parameter(Position = 1, ParameterSetName = ByIdSet)]
    public string?[]? MsgId { get; set; }

    /// <summary>
    /// The messages: what Block-OnsDlqMessage emitted, dead letters, results of resends, message IDs, or objects with a MsgId (or
    /// MessageId) and where present GroupId, InstanceId and RegionId, such as rows of a CSV file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The instance of the group. By default the input's own, else the connection's, else the one the service names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => Prepare(GroupId, InstanceId);

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ByInputObjectSet)
        {
            Take(InputObject);
            return;
        }

        foreach (var msgId in MsgId is { Length: > 0 } given ? given : [null])
            Take(msgId);
    }

    private void Take(object? input)
    {
        if (Identify(input) is not { } key) return;
        if (OpenExisting() is not { } blocks || Bridge.Run(token => blocks.FindAsync(key, token)) is not { } blocked)
        {
            WriteError(ErrorFactory.Make(ErrorId.NotBlocked, $"Message {key.MsgId} of group {key.GroupId} is not blocked.", key.MsgId));
        }
        else if (Allows(key, "Unblock"))
        {
            Bridge.Run((_, token) => blocks.UnblockAsync(key, token));
            WriteObject(blocked);
        }
    }
}
