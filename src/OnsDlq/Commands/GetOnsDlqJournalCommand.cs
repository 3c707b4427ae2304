using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Journal;

namespace OnsDlq.Commands;

/// <summary>Shows where the journal is, its state, and which processes have it open; nothing where there is no journal.</summary>
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
