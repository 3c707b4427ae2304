using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Journal;

namespace OnsDlq.Commands;

/// <summary>Shows where the journal is, how it stands, and who has it open; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "OnsDlqJournal")]
[OutputType(typeof(ResendJournal))]
public sealed class GetOnsDlqJournalCommand : JournalCommand
{
    /// <inheritdoc/>
    protected override void End()
    {
        if (OpenReader() is IDescribedJournal journal) WriteObject(Bridge.Run(journal.DescribeAsync));
    }
}
