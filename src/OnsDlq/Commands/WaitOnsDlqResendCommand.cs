using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Commands;

/// <summary>Waits until it is known what became of resent messages: consumed, failed again, or back in the dead-letter queue.</summary>
[Cmdlet(VerbsLifecycle.Wait, "OnsDlqResend", DefaultParameterSetName = ByGroupSet)]
[OutputType(typeof(ResendEvidence))]
public sealed class WaitOnsDlqResendCommand : ServiceCommand
{
    private const string ByGroupSet = "ByGroup";
    private const string ByRunSet = "ByRun";
    private const string ByInputObjectSet = "ByInputObject";
    private OnsDlqConnection _connection = null!;
    private AttemptReferenceReader _reader = null!;
    private AttemptBatch _batch = null!;

    /// <summary>
    /// The consumer group: all of its resends of the last days that are not decided. With input from the pipeline, the group that the input does
    /// not name.
    /// </summary>
    [Parameter(Position = 0, ParameterSetName = ByGroupSet)]
    [Parameter(Position = 0, ParameterSetName = ByInputObjectSet)]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string? GroupId { get; set; }

    /// <summary>The instance of the group; without it, every instance.</summary>
    [Parameter(ParameterSetName = ByGroupSet)]
    [Parameter(ParameterSetName = ByInputObjectSet)]
    [ArgumentCompleter(typeof(InstanceCompleter))]
    public string? InstanceId { get; set; }

    /// <summary>The IDs of the runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRunSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string[]? RunId { get; set; }

    /// <summary>
    /// The resends: the output of Invoke-OnsDlqResend or Get-OnsDlqResend, attempt IDs, message IDs with -GroupId, or objects with an AttemptId,
    /// or with a MsgId and a GroupId. What was not sent is left out.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>
    /// How long to wait, in seconds. By default three minutes, and the two seconds more that the quota needs for each trace.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 7 * 24 * 3600)]
    public int? TimeoutSec { get; set; }

    /// <summary>
    /// Where more messages of a run are undecided than these, so many are drawn at random, and only their traces are asked for; where all that are
    /// undecided of a run that has ended are given, the run then states what follows for all. A run has one sample: a later call goes on with it,
    /// whatever size it gives; -All asks for the rest.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    [PSDefaultValue(Value = EvidenceOptions.DefaultSampleSize)]
    public int SampleSize { get; set; } = EvidenceOptions.DefaultSampleSize;

    /// <summary>Asks for the trace of every undecided message; the service's quota lets 30 through in a minute.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (ParameterSetName == ByGroupSet && InputMembers.Trimmed(GroupId) is null)
            throw new CommandException(ErrorId.MissingGroupId, "No consumer group was given: name one, or a run, or pipe resends to this command.");
        _connection = ResolveConnection();
        _reader = new AttemptReferenceReader(_connection.Realm, GroupId, InstanceId);
        _batch = new AttemptBatch();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == ByRunSet) foreach (var runId in RunId!) _batch.AddRun(runId.Trim());
        else if (ParameterSetName == ByGroupSet) _batch.AddGroup(MessageKey.GroupOf(InputMembers.Trimmed(GroupId)!), InputMembers.Trimmed(InstanceId));
        else if (AttemptBatch.IsUnsent(InputObject)) WriteVerbose("A message that was not sent is left out.");
        else if (_reader.TryRead(InputObject, out var error) is { } reference) _batch.Add(reference, AttemptBatch.RunOf(InputObject));
        else WriteError(error!);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_batch.IsEmpty) return;
        using var handle = Bridge.Run(_connection.ResendJournal.OpenExistingAsync);
        IReadOnlyList<RecordedAttempt> attempts = [];
        Bridge.Run(async (writer, token) => attempts = await _batch.FindAsync(_connection, handle?.Journal, writer, token));
        if (handle is null || attempts.Count == 0) return;
        var gathering = new EvidenceGathering(_connection, handle.Journal, Options);
        Bridge.Run((writer, token) => gathering.RunAsync(attempts, writer, token));
        foreach (var line in Bridge.Run(gathering.SummariesAsync)) PersonLine.Write(this, line);
    }

    private EvidenceOptions Options(IPipelineWriter writer) => new()
    {
        Timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        SampleSize = SampleSize,
        All = All,
        Calls = NarrateTo(writer),
    };
}
