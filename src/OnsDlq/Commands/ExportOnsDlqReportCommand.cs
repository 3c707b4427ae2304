using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Completion;
using OnsDlq.Errors;
using OnsDlq.Evidence;
using OnsDlq.Formatting;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Report;
using OnsDlq.Resend;

namespace OnsDlq.Commands;

/// <summary>Writes a page of HTML that tells people what became of resends, what is in a queue, and what needs a person.</summary>
[Cmdlet(VerbsData.Export, "OnsDlqReport", SupportsShouldProcess = true, DefaultParameterSetName = ByInputObjectSet)]
[OutputType(typeof(FileInfo), typeof(DeadLetter), typeof(ResendResult), typeof(ResendAttempt), typeof(ResendEvidence), typeof(ResendRun))]
public sealed class ExportOnsDlqReportCommand : JournalCommand
{
    private const string ByInputObjectSet = "ByInputObject";
    private const string ByRunIdSet = "ByRunId";

    private readonly HashSet<string> _runs = new(StringComparer.OrdinalIgnoreCase);
    private string _path = "";
    private ReportFile? _file;
    private ReportContent _content = null!;
    private bool _hasFailed;

    /// <summary>The page, a file of HTML. One that exists is kept, unless -Force is given.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>
    /// What the report is on: dead letters, results, attempts, evidence, or runs, as the commands emit them, or read again from a file of CSV, JSON
    /// or Clixml, or from a job. Of a run, the attempts are read from the journal.
    /// </summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByInputObjectSet)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>The IDs of the runs that the report is on; their attempts are read from the journal.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRunIdSet)]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    [ArgumentCompleter(typeof(RunCompleter))]
    public string?[]? RunId { get; set; }

    /// <summary>Replaces a file that exists.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits each object of the input as it comes, or with -RunId each attempt, in place of the file, so that the next command can use it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        RefuseEmpty(nameof(RunId));
        var time = TimeProvider.System;
        _content = new ReportContent(time.GetUtcNow());
        _path = FilePath.Of(this, Path, "report", ErrorId.ReportUnwritable);
        if (!ShouldProcess(Printable.Of(_path), "Export a report")) return;
        _file = new ReportFile(_path, Force, FormattableString.Invariant($"{Environment.ProcessId}-{time.GetTimestamp()}"));
        _file.Check();
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (_file is null) return;
        if (ParameterSetName == ByRunIdSet)
        {
            foreach (var id in RunId!) Add(id!.Trim(), PassThru);
            return;
        }

        foreach (var input in InputObject ?? [null])
        {
            if (ReportInput.TryRead(input, out var runId, out var error) is { } row) _content.Add(row);
            else if (runId is not null) Add(runId, emitsAttempts: false);
            else Fail(error!);
            if (PassThru && error is null) WriteObject(input);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        // A page that says that there was nothing would be wrong where what was given could not be read.
        if (_file is null || (_hasFailed && _content is { All.Total: 0, Runs.Count: 0 })) return;
        AddRunsOfEvidence();
        _content.MadeAt = TimeProvider.System.GetUtcNow();
        _file.Write(output => ReportPage.Write(output, _content));
        WriteVerbose(FormattableString.Invariant($"The report is on {_content.All.Total:N0} objects."));
        if (!PassThru) WriteObject(new FileInfo(_path));
    }

    private void Add(string runId, bool emitsAttempts)
    {
        if (!_runs.Add(runId)) return;
        var isKnown = OpenReader() is { } journal && Add(RowsOf(journal), runId, emitsAttempts);
        if (!isKnown)
            Fail(ErrorFactory.Make(ErrorId.RunNotFound, $"The journal at {Printable.Of(TargetJournal.Location)} has no run {Printable.Brief(runId)}.", runId));
    }

    private bool Add(RunRows rows, string runId, bool emitsAttempts)
    {
        var isKnown = false;
        Bridge.Run(async (writer, token) => isKnown = await rows.AddAsync(
            runId, attempt => emitsAttempts ? writer.WriteObjectAsync(attempt) : ValueTask.CompletedTask, token));
        return isKnown;
    }

    // What evidence proves is a matter of its run. Where the journal cannot be read here, the page has the verdicts alone.
    private void AddRunsOfEvidence()
    {
        string[] ids = [.. _content.RunIds.Where(_runs.Add)];
        if (ids.Length == 0) return;
        try
        {
            if (OpenReader() is { } journal) Bridge.Run((_, token) => RowsOf(journal).AddRunsAsync(ids, token));
        }
        catch (OnsDlqException exception)
        {
            WriteVerbose($"The runs of the evidence are not in the report: {Printable.Of(exception.Message)}");
        }
    }

    private RunRows RowsOf(IJournalReader journal) => new(
        _content, new(journal, Claims, HolderIdentity.OfThisProcess.IsProvenDead, HolderIdentity.OfThisProcess.Sees), new(journal, Claims));

    private void Fail(ErrorRecord error)
    {
        _hasFailed = true;
        WriteError(error);
    }
}
