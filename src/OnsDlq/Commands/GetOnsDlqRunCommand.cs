using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Holders;
using OnsDlq.Journal;

namespace OnsDlq.Commands;

/// <summary>Shows the runs of Invoke-OnsDlqResend that the journal has recorded, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqRun")]
[OutputType(typeof(ResendRun))]
public sealed class GetOnsDlqRunCommand : JournalCommand
{
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    /// <summary>Only runs that sent to one of these consumer groups, wildcards allowed.</summary>
    [Parameter(Position = 0), SupportsWildcards]
    [ArgumentCompleter(typeof(GroupCompleter))]
    public string[]? GroupId { get; set; }

    /// <summary>The ID of the run; from the pipeline, such as from results of a run, each run is shown once.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunCompleter)), IdText(typeof(string))]
    public string? RunId { get; set; }

    /// <summary>How many runs are shown at most, the newest.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => RefuseEmpty(nameof(GroupId), nameof(RunId));

    /// <inheritdoc/>
    protected override void Process()
    {
        var runId = InputMembers.Trimmed(RunId);
        if (runId is null && MyInvocation.BoundParameters.ContainsKey(nameof(RunId)))
            WriteError(ErrorFactory.Make(ErrorId.EmptyArgument, "The object's RunId is empty: it is no result of a run that sent something.", nameof(RunId)));
        else if (OpenReader() is { } journal)
            Show(new(journal, Claims, HolderIdentity.OfThisProcess.IsProvenDead, HolderIdentity.OfThisProcess.Sees), runId);
    }

    private void Show(RunReader reader, string? runId)
    {
        if (IsFull || (runId is not null && _shown.Contains(runId))) return;
        Func<string, bool>? isWanted = GroupId is null ? null : new GroupFilter(GroupId, allowsPatterns: true).Match;
        Bridge.Run(async (writer, token) =>
        {
            await foreach (var run in reader.ReadAsync(runId, isWanted, token))
            {
                if (_shown.Add(run.RunId)) await writer.WriteObjectAsync(run);
                if (IsFull) return;
            }
        });
    }

    private bool IsFull => _shown.Count >= (Last ?? int.MaxValue);
}
