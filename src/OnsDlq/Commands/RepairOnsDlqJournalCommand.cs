using System.Management.Automation;
using OnsDlq.Commands.Bases;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Resend;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Puts a journal that lost its latest records back into use, when you decide to go on without them.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "OnsDlqJournal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ResendJournal))]
public sealed class RepairOnsDlqJournalCommand : JournalCommand
{
    /// <summary>Why you go on without what is missing; stored in the journal.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Reason { get; set; } = "";

    /// <inheritdoc/>
    protected override void End()
    {
        var journal = OpenExisting() as IJournalUpkeep;
        var found = journal is null ? null : Bridge.Run(journal.DescribeAsync);
        if (found?.Trouble is null)
        {
            var words = found is null ? "There is no journal" : "Nothing is known to be missing from the journal";
            WriteError(ErrorFactory.Make(ErrorId.NothingToRepair, $"{words} at {Printable.Of(TargetJournal.Location)}.", TargetJournal.Location));
            return;
        }

        var prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
        if (!prompt.Allows(Printable.Of(found.Trouble), "Go on without what is missing", TargetJournal.Location)) return;
        WriteObject(Bridge.Run(async token =>
        {
            // Every lost resend was made before now, on any clock that the service accepts: it refuses requests with a date that is further off.
            var now = TimeProvider.System.GetUtcNow();
            var until = (AtHand?.Clock is { Offset: not null } clock ? clock.Latest : now) + ClaimRule.Fence;
            await journal!.RepairAsync(until, now, CurrentUser.Name, Reason.Trim(), token);
            return await journal.DescribeAsync(token);
        }));
    }
}
