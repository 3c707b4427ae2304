using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;

namespace OnsDlq.Commands;

/// <summary>Copies the journal into one file while it is in use.</summary>
[Cmdlet(VerbsData.Backup, "OnsDlqJournal", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class BackupOnsDlqJournalCommand : JournalCommand
{
    /// <summary>The file to make; there must be none yet.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    protected override void End()
    {
        var path = FilePath.Of(this, Path, "copy", ErrorId.BackupFailed);
        if (OpenExisting() is not IJournalUpkeep journal)
        {
            WriteError(ErrorFactory.Make(ErrorId.BackupFailed, $"There is no journal at {Printable.Of(TargetJournal.Location)}.", path));
            return;
        }

        if (!ShouldProcess(Printable.Of(TargetJournal.Location), $"Copy to {Printable.Of(path)}")) return;
        Bridge.Run((writer, token) => AttemptAsync(writer, path, async () =>
        {
            await journal.BackupAsync(path, token);
            await writer.WriteObjectAsync(new FileInfo(path));
        }));
    }
}
