using System.Management.Automation;
using OnsDlq.Archive;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.Commands;

/// <summary>Saves dead letters with their bodies to an archive, before the service deletes them.</summary>
[Cmdlet(VerbsData.Save, "OnsDlqMessage", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(DeadLetter))]
public sealed class SaveOnsDlqMessageCommand : ServiceCommand
{
    // So many bodies are asked for at a time; an archive has them in the order of the input.
    private const int BatchSize = 64;

    private readonly List<DeadLetter> _batch = new(BatchSize);
    private string _path = "";
    private MessageArchive? _archive;

    /// <summary>The archive, a file of JSON Lines. One that exists is continued; any other file is refused.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The dead letters, as Get-OnsDlqMessage emits them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject?[]? InputObject { get; set; }

    /// <summary>
    /// How many bodies are read per second at most. All who use the same journal and access key share this rate, and throttling slows it down.
    /// </summary>
    [Parameter]
    [ValidateRange(0.001, 1_000_000.0), PSDefaultValue(Value = PaceRule.DefaultRate)]
    public double RequestsPerSecond { get; set; } = PaceRule.DefaultRate;

    /// <summary>Emits each dead letter with its body once it is on disk, in place of the file, so that the next command can use it.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _path = FilePath.Of(this, Path, "archive", ErrorId.ArchiveUnwritable);
        if (!ShouldProcess(Printable.Of(_path), "Save dead letters with their bodies")) return;
        _archive = Bridge.Run(token => Task.FromResult(MessageArchive.Open(_path, WriteWarning, token)));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var input in InputObject ?? [null])
        {
            if (DeadLetterInput.TryRead(input, out var error) is not { } message) WriteError(error);
            else if (_archive is not null) _batch.Add(message);
            if (_batch.Count == BatchSize) Save();
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_archive is null) return;
        Save();
        _archive.Finish(WriteWarning);
        _archive.Dispose();
        WriteVerbose(_archive.Summary);
        if (!PassThru) WriteObject(new FileInfo(_path));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) _archive?.Dispose();
    }

    private void Save()
    {
        if (_batch.Count == 0) return;
        var connection = _batch.Exists(_archive!.NeedsService) ? ResolveConnection() : null;
        Bridge.Run(async (writer, token) =>
        {
            var context = NarrateTo(writer) with { RequestsPerSecond = RequestsPerSecond, WantsBodies = true };
            var saved = await _archive.SaveAsync(_batch, connection, context, writer, token);
            if (!PassThru) return;
            _archive.Sync();
            foreach (var message in saved) await writer.WriteObjectAsync(MessageTypeNames.AddTo(message));
        });
        _batch.Clear();
    }
}
