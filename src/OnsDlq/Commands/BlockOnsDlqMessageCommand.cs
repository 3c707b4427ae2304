using System.Management.Automation;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Pipeline;
using OnsDlq.Resend;

namespace OnsDlq.Commands;

/// <summary>Keeps messages from being resent: they are handled, or nobody wants them sent.</summary>
[Cmdlet(VerbsSecurity.Block, "OnsDlqMessage", SupportsShouldProcess = true, DefaultParameterSetName = ByIdSet)]
[OutputType(typeof(BlockedMessage))]
public sealed class BlockOnsDlqMessageCommand : BlockCommand
{
    private const string ByIdSet = "ById";
    private const string ByInputObjectSet = "ByInputObject";

    /// <summary>The consumer group. Needed where the input does not name it; input that names another group is not blocked.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages, which need not be in the queue.</summary>
    [Parameter(Position = 1, ParameterSetName = ByIdSet)]
    public string?[]? MsgId { get; set; }

    /// <summary>
    /// The messages: dead letters, results or attempts of resends, message IDs, or objects with a MsgId (or MessageId) and where present
    /// GroupId, InstanceId and RegionId, such as rows of a CSV file.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The instance of the group. By default the input's own, else the connection's, else the one the service names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>Why they are not to be resent; kept in the journal and shown to whoever tries.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Reason { get; set; } = "";

    /// <summary>When the block ends by itself; without it, it lasts until Unblock-OnsDlqMessage.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Until is { } until && until <= TimeProvider.System.GetUtcNow())
            throw new CommandException(ErrorId.InvalidTimeRange, $"A block cannot end in the past: {Printable.Of(until.ToLocalTime())}.", until);
        Prepare(GroupId, InstanceId);
    }

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
        if (Identify(input) is not { } key || !Allows(key, "Block")) return;
        var blocks = Open();
        WriteObject(Bridge.Run(token => blocks.BlockAsync(key, Reason.Trim(), RunEnvironment.User, Until, token)));
    }
}
