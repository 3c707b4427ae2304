using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Realms;
using OnsDlq.Resend;

namespace OnsDlq.Commands;

/// <summary>Deletes old records from the journal: attempts that have ended, their runs, and bookmarks, all of them at least 30 days old.</summary>
[Cmdlet(VerbsCommon.Clear, "OnsDlqJournal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ClearedJournal))]
public sealed class ClearOnsDlqJournalCommand : JournalCommand
{
    /// <summary>What is older than this is deleted; at least 30 days ago.</summary>
    [Parameter(Mandatory = true, Position = 0), TimeArgument]
    public DateTimeOffset Before { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        if (OpenExisting() is not { } journal)
        {
            WriteObject(new ClearedJournal(TargetJournal.Location, Before, default));
            return;
        }

        var location = Printable.Of(TargetJournal.Location);
        var clock = AtHand is { } connection && !Realm.IsHere(connection.Realm) ? connection.Clock : null;
        var retention = new JournalRetention(journal, TimeProvider.System, clock);
        var failed = false;
        Bridge.Run((writer, token) => AttemptAsync(writer, Before, async () =>
        {
            failed = true;
            await retention.CheckAsync(Before, token);
            failed = false;
        }));
        if (failed) return;

        var found = Bridge.Run(token => retention.CountAsync(Before, token));
        var prompt = new ConfirmationPrompt(this, () => Console.IsInputRedirected);
        if (found != default && !prompt.Allows(location, Describe(found), TargetJournal.Location)) return;
        if (found == default) WriteVerbose($"Nothing in {location} is older and may be deleted.");
        else found = Bridge.Run(token => retention.ClearAsync(Before, token));
        WriteObject(new ClearedJournal(journal.Location, Before, found));
    }

    private string Describe(ClearedRecords found) => string.Create(
        CultureInfo.InvariantCulture,
        $"Delete what is older: {found.Attempts} attempt(s), {found.Runs} run(s), {found.Blocks} ended block(s), {found.Bookmarks} bookmark(s); before "
        + $"{Before.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
}
