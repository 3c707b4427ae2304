using System.Management.Automation;
using OnsDlq.Completion;

namespace OnsDlq.Commands.Bases;

/// <summary>The base of all commands with messages as input: by group and IDs, or as objects from the pipeline.</summary>
public abstract class MessageInputCommand : ServiceCommand
{
    private protected const string ByIdSet = "ById";
    private protected const string ByInputObjectSet = "ByInputObject";

    private protected MessageInputCommand()
    {
    }

    /// <summary>The consumer group. Needed where the input does not name it; input that names another group is an error.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages.</summary>
    [Parameter(Position = 1, ParameterSetName = ByIdSet)]
    public string?[]? MsgId { get; set; }

    /// <summary>
    /// The messages: dead letters, results or attempts of resends, blocked messages, message IDs, or objects with a MsgId (or MessageId) and
    /// optionally GroupId, InstanceId, RegionId and StoreTimestamp, such as rows of a CSV file.
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
    protected sealed override void Process()
    {
        object?[] given = ParameterSetName == ByInputObjectSet ? [InputObject] : MsgId is { Length: > 0 } ids ? ids : [null];
        foreach (var input in given) Take(input);
    }

    /// <summary>Processes one input, which may be invalid.</summary>
    private protected abstract void Take(object? input);
}
