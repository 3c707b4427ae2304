using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Commands;

/// <summary>Shows the resends that the journal has recorded, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqResend")]
[OutputType(typeof(ResendAttempt))]
public sealed class GetOnsDlqResendCommand : JournalCommand
{
    // If one of these is empty because a variable was never set, the command would show everything that it should have filtered out.
    private static readonly string[] Narrowing = [nameof(GroupId), nameof(InstanceId), nameof(RunId), nameof(AttemptId), nameof(Status)];
    private bool _runIsGiven;
    private bool _groupIsGiven;
    private int _undecided;

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

    /// <summary>
    /// The ID of the run whose attempts are shown. The RunId of a piped object is used only where the object names no message.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string? RunId { get; set; }

    /// <summary>The ID of the attempt to show.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? AttemptId { get; set; }

    /// <summary>The status of the attempts; without it, all are shown.</summary>
    [Parameter]
    [AttemptStatus]
    [ArgumentCompleter(typeof(AttemptStatusCompleter))]
    public string[]? Status { get; set; }

    /// <summary>The earliest start time.</summary>
    [Parameter, TimeArgument]
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The latest start time.</summary>
    [Parameter, TimeArgument]
    public DateTimeOffset? EndTime { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        RefuseEmpty(Narrowing);
        (_runIsGiven, _groupIsGiven) = (RunId is not null, GroupId is not null);
        if (StartTime is { } start && EndTime is { } end && start > end)
        {
            throw new CommandException(
                ErrorId.InvalidTimeRange, $"The start time is after the end time: {new TimeRange(start, end).ToLocalTime()}.", StartTime);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        var groups = new GroupFilter(GroupId, _groupIsGiven);
        var query = new AttemptQuery
        {
            Realm = AtHand?.Realm,
            InstanceId = InputMembers.Trimmed(InstanceId),
            GroupId = groups.Only,
            MsgIds = [.. (MsgId ?? []).Select(InputMembers.Trimmed).OfType<string>()],
            RunId = _runIsGiven || MsgId is null ? InputMembers.Trimmed(RunId) : null,
            AttemptId = InputMembers.Trimmed(AttemptId),
            From = StartTime,
            To = EndTime,
        };
        if ((MsgId is not null || MyInvocation.BoundParameters.ContainsKey(nameof(MsgId))) && query.MsgIds.Count == 0)
            WriteError(ErrorFactory.Make(ErrorId.MissingMsgId, "The message ID is empty.", GroupId is [var one] ? one : GroupId));
        else if (query is { MsgIds.Count: 0, RunId: null, AttemptId: null } && EmptyOf([nameof(RunId), nameof(AttemptId), nameof(GroupId)]) is { } empty)
            WriteError(ErrorFactory.Make(ErrorId.EmptyArgument, $"The object's {empty} is empty, and it names nothing else to look for.", empty));
        else if (OpenReader() is { } journal)
            Read(new AttemptReader(journal, Claims), query, groups);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_undecided == 0) return;
        WriteWarning(
            string.Create(CultureInfo.InvariantCulture, $"{_undecided} of the attempts count as InFlight only because this session does not know ")
            + "the service's clock: 16 min after its request was signed, a claim whose process does not answer for it is Unknown, and can be settled "
            + "with Resolve-OnsDlqResend. Call the service over a connection first, such as with Get-OnsDlqInstance, and read again.");
    }

    private void Read(AttemptReader reader, AttemptQuery query, GroupFilter groups)
    {
        var statuses = Array.ConvertAll(Status ?? [], name => Enum.Parse<AttemptStatus>(name, ignoreCase: true));
        Bridge.Run(async (writer, token) =>
        {
            await foreach (var attempt in reader.ReadAsync(query, statuses, token))
            {
                if (groups.Match(attempt.GroupId)) await writer.WriteObjectAsync(attempt);
            }
        });
        _undecided += reader.Undecided;
    }
}
