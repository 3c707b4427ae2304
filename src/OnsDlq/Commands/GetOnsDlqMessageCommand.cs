using System.Management.Automation;
using OnsDlq.Archive;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Pace;
using OnsDlq.Pipeline;
using OnsDlq.Transport;

namespace OnsDlq.Commands;

/// <summary>Lists the dead letters of a consumer group.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqMessage", DefaultParameterSetName = ByTimeSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(DeadLetter))]
public sealed class GetOnsDlqMessageCommand : NewMessageCommand
{
    private OnsDlqConnection _connection = null!;
    private MessageSearch? _search;
    private GroupChoice _groups = null!;
    private LookupQueue _lookups = null!;
    private ListingRange _range = null!;
    private bool _groupIsGiven;
    private ArchiveView? _archives;
    private NewMessages? _news;

    /// <summary>The consumer groups, listed one after the other; wildcards allowed, but not in the GroupId of a piped object.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true), SupportsWildcards, ArgumentCompleter(typeof(GroupCompleter))]
    public string?[]? GroupId { get; set; }

    /// <summary>The IDs of the messages to get, in place of a time range.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByIdSet)]
    [Alias("MessageId")]
    [AllowNull, AllowEmptyString, AllowEmptyCollection, IdText(typeof(DeadLetter))]
    public string?[]? MsgId { get; set; }

    /// <summary>
    /// The archives of Save-OnsDlqMessage to read in place of the service, wildcards allowed. GroupId and InstanceId are then filters, too.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPathSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The instance of the group; without it the connection's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>
    /// The earliest store time, local where it has no offset; without it three days before the end: dead letters are kept so long.
    /// </summary>
    [Parameter(ParameterSetName = ByTimeSet), Parameter(ParameterSetName = ByPathSet), TimeArgument]
    public DateTimeOffset? StartTime { get; set; }

    /// <summary>The latest store time; without it now.</summary>
    [Parameter(ParameterSetName = ByTimeSet), Parameter(ParameterSetName = ByPathSet), TimeArgument]
    public DateTimeOffset? EndTime { get; set; }

    /// <summary>
    /// Reads the bodies too, with a call for each: Body (bytes), BodyText (where it is text) and BodyVerified (whether its checksum is that of
    /// the dead letter). For a body that cannot be read there is a warning.
    /// </summary>
    [Parameter(ParameterSetName = ByTimeSet), Parameter(ParameterSetName = ByIdSet)]
    public SwitchParameter IncludeBody { get; set; }

    /// <summary>
    /// How many calls of the operation are made per second at most. All who use the same journal and access key share this rate, and throttling
    /// slows it down.
    /// </summary>
    [Parameter, ValidateRange(0.001, 1_000_000.0), PSDefaultValue(Value = PaceRule.DefaultRate)]
    public double RequestsPerSecond { get; set; } = PaceRule.DefaultRate;

    /// <inheritdoc/>
    protected override void Begin()
    {
        _groupIsGiven = GroupId is not null;
        if (ParameterSetName == ByPathSet)
        {
            _archives = new ArchiveView(Filter(), StartTime, EndTime, First);
            return;
        }

        var options = new ListingOptions(Filter(), Pending, MinRound, Unique, First, IncludeBody);
        _connection = ResolveConnection();
        _range = ListingRange.Of(_connection.Clock, TimeProvider.System, StartTime, EndTime, WriteWarning);
        _search = new MessageSearch(_connection, options, CallsOf);
        _news = PrepareNew(_connection, _search);
        _groups = new GroupChoice(new GroupLister(_connection, NarrateTo));
        _lookups = new LookupQueue(Bridge, _search, TimeProvider.System);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (_archives is not null) SearchArchives(_archives);
        if (_search is null || _search.IsDone) return;
        IReadOnlyList<NamedGroup> groups = [];
        var instanceId = _connection.InstanceOrDefault(InstanceId);
        Bridge.Run(async (writer, token) =>
            groups = await _groups.FindAsync(GroupId, instanceId, _groupIsGiven, MsgId is [var id] ? id : MsgId, writer, token));
        if (groups.Count == 0) return;
        if (ParameterSetName == ByIdSet)
        {
            foreach (var msgId in (MsgId ?? [null]).TakeWhile(_ => !_search.IsDone)) _lookups.Give(new(groups, msgId));
            return;
        }

        _lookups.Finish();
        foreach (var (group, instance) in groups.TakeWhile(_ => !_search.IsDone))
        {
            Bridge.Run((writer, token) => AttemptAsync(
                writer, group, () => _news?.ListAsync(Bookmarks, new(group, instance), writer, token)
                    ?? _search.ListAsync(group, instance, _range, writer, token)));
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_search is null) return;
        _lookups.Finish();
        _search.Conclude(this);
        MoveBookmarks();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _search?.Dispose();
    }

    private void SearchArchives(ArchiveView archives)
    {
        string[] named = [.. (GroupId ?? []).OfType<string>()];
        if (!_groupIsGiven && ArchiveView.RefusePattern(named) is { } refusal)
        {
            WriteError(refusal);
            return;
        }

        var groups = named.Length == 0 ? null : Wildcards.Of(named);
        foreach (var path in Path.SelectMany(path => ArchivePaths.Of(this, path)).TakeWhile(_ => !archives.IsFull))
            Bridge.Run((writer, token) => AttemptAsync(writer, path, () => archives.ShowAsync(path, groups, InstanceId, writer, token)));
    }

    private CallContext CallsOf(IPipelineWriter writer) => NarrateTo(writer) with { RequestsPerSecond = RequestsPerSecond, WantsBodies = IncludeBody };
}
