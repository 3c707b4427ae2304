using System.Management.Automation;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Operations;
using OnsDlq.Pipeline;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Commands;

/// <summary>Lists the dead letters of a consumer group.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqMessage", DefaultParameterSetName = ByTimeSet)]
[OutputType(typeof(DeadLetter))]
public sealed class GetOnsDlqMessageCommand : ServiceCommand
{
    private const string ByTimeSet = "ByTime";
    private const string ByIdSet = "ById";
    private OnsDlqConnection _connection = null!;
    private LetterView? _view;
    private TimeRange _range;

    /// <summary>The consumer group whose dead letters are listed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The IDs of the messages to get, in place of a time range.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByIdSet)]
    [Alias("MessageId")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? MsgId { get; set; }

    /// <summary>The instance of the group; without it the connection's is meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The earliest store time; without it three days before the end, which is how long dead letters are kept.</summary>
    [Parameter(ParameterSetName = ByTimeSet)]
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The latest store time; without it now.</summary>
    [Parameter(ParameterSetName = ByTimeSet)]
    public DateTimeOffset? EndTime { get; set; }

    /// <summary>
    /// How many calls of the operation may leave in a second, 0.001 to 1000000. Everyone on the same journal
    /// and access key shares that pace, and throttling slows it.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double RequestsPerSecond { get; set; } = PaceRule.DefaultRate;

    /// <summary>
    /// Only those that still need a decision by the journal: never resent, come back since, or held because the outcome or the round of
    /// a resend is not known, it was reported as failed, or the message came back too often. Not those that were resent and accepted and
    /// have not come back, are blocked, or are being sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Pending { get; set; }

    /// <summary>
    /// Reads the bodies too, with a call for each: Body (bytes), BodyText (where it is text) and BodyVerified (whether its checksum is that
    /// of the dead letter). A body that cannot be had is a warning.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeBody { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _range = TimeRange.Of(StartTime, EndTime, TimeProvider.System.GetUtcNow());
        if (_range.IsReversed)
            throw new CommandException(ErrorId.InvalidTimeRange, $"The start time is after the end time: {_range.ToLocalTime()}.", StartTime);
        _connection = ResolveConnection();
        _view = new LetterView(_connection, Pending, IncludeBody);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (string.IsNullOrWhiteSpace(GroupId))
            WriteError(ErrorFactory.Make(ErrorId.MissingGroupId, "No consumer group was given.", MsgId));
        else if (!GroupIdRule.IsWellFormed(GroupId))
            WriteError(ErrorFactory.Make(ErrorId.InvalidGroupId, $"'{Printable.Of(GroupId)}' cannot be a consumer group.", GroupId));
        else if (ParameterSetName == ByTimeSet)
            Bridge.Run((writer, token) => AttemptAsync(writer, GroupId, () => ListAsync(GroupId, InstanceOrDefault(), writer, token)));
        else
            Bridge.Run((writer, token) => FindAllAsync(GroupId, MsgId ?? [null], InstanceOrDefault(), writer, token));
    }

    /// <inheritdoc/>
    protected override void End() => _view?.Conclude(WriteWarning);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _view?.Dispose();
    }

    private CallContext CallsOf(IPipelineWriter writer) => NarrateTo(writer) with { RequestsPerSecond = RequestsPerSecond };

    private string? InstanceOrDefault() => string.IsNullOrWhiteSpace(InstanceId) ? _connection.InstanceId : InstanceId;

    private async Task ListAsync(string groupId, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        writer.WriteVerbose($"Listing what was stored in the dead-letter queue of {groupId} from {_range.ToLocalTime()}.");
        var reader = new DeadLetterReader(_connection.Client, CallsOf(writer));
        await foreach (var page in reader.ListAsync(groupId, instanceId, _range, cancellationToken))
            await _view!.ShowAsync(page, CallsOf(writer), writer, cancellationToken);
        foreach (var part in reader.Incomplete)
        {
            var message = $"Group {part.GroupId} has more dead letters than can be listed at once: {part.PagesListed} of {part.PagesInAll} pages "
                + $"were listed of what was stored from {part.Range.ToLocalTime()}.";
            await writer.WriteErrorAsync(ErrorFactory.Make(ErrorId.IncompleteListing, message, part.GroupId));
        }
    }

    private async Task FindAllAsync(
        string groupId, IReadOnlyList<string?> msgIds, string? instanceId, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        var reader = new DeadLetterReader(_connection.Client, CallsOf(writer));
        foreach (var msgId in msgIds)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await AttemptAsync(writer, msgId, async () =>
            {
                var found = await reader.FindAsync(groupId, Check(msgId), instanceId, cancellationToken)
                    ?? throw new CommandException(ErrorId.MessageNotFound, $"Group {groupId} has no dead letter {msgId}.", msgId);
                await _view!.ShowAsync([found], CallsOf(writer), writer, cancellationToken);
            });
        }
    }

    private static string Check(string? msgId)
    {
        if (string.IsNullOrWhiteSpace(msgId)) throw new CommandException(ErrorId.MissingMsgId, "A message ID is empty.", msgId);
        return MessageIdRule.IsWellFormed(msgId)
            ? msgId
            : throw new CommandException(ErrorId.InvalidMsgId, $"'{Printable.Of(msgId)}' cannot be a message ID.", msgId);
    }
}
