using System.Globalization;
using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Commands.Bases;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Moving;
using OnsDlq.Pipeline;
using OnsDlq.Resend;
using OnsDlq.Sessions;

namespace OnsDlq.Commands;

/// <summary>Moves the records of the journal to another one, such as from a file to a team's database, or back.</summary>
[Cmdlet(VerbsCommon.Move, "OnsDlqJournal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MovedJournal))]
public sealed class MoveOnsDlqJournalCommand : JournalCommand
{
    /// <summary>The journal that takes the records: the path of a file, or a postgresql:// URI without a password. It is created where there is none.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    public string Destination { get; set; } = "";

    /// <inheritdoc/>
    protected override void End()
    {
        using var destination = ProcessJournals.Choose(new ConnectionRequest { Journal = JournalPath.Of(this, Destination) });
        if (OpenExisting() is not IMovableJournal source)
        {
            WriteError(ErrorFactory.Make(ErrorId.MoveRefused, $"There is no journal at {Printable.Of(TargetJournal.Location)}.", TargetJournal.Location));
            return;
        }

        Visit(destination);
        var found = Bridge.Run(token => LookAsync(source, destination, token));
        if (!new ConfirmationPrompt(this, () => Console.IsInputRedirected).Allows(
            Printable.Of(source.Location), Describe(found, destination.Location), TargetJournal.Location))
        {
            return;
        }

        Bridge.Run((writer, token) => MoveAsync(source, destination, found.Attempts, writer, token));
    }

    private static JournalMover Mover(IMovableJournal source, JournalHandle destination) => new(
        source, (IMovableJournal)destination.Journal, TimeProvider.System, CurrentUser.Name, new TimeOrderedIds(TimeProvider.System).Next);

    // Before a person is asked: whether it can be moved at all, and how much it is.
    private static async Task<MergedRecords> LookAsync(IMovableJournal source, ConnectionJournal destination, CancellationToken cancellationToken)
    {
        using (var handle = await destination.OpenExistingAsync(cancellationToken))
        {
            if (handle is not null) await Mover(source, handle).CheckAsync(cancellationToken);
        }

        var found = default(MergedRecords);
        await foreach (var records in source.ReadRecordsAsync(cancellationToken)) found += records.Count;
        return found;
    }

    private static async Task MoveAsync(
        IMovableJournal source, ConnectionJournal destination, int attempts, IPipelineWriter writer, CancellationToken cancellationToken)
    {
        using var handle = await destination.OpenAsync(cancellationToken);
        if (handle.Warning is { } warning) writer.WriteWarning(warning);
        var merged = default(MergedRecords);
        await ProgressTicker.ShowAsync(
            async () => merged = await Mover(source, handle).MoveAsync(so => merged = so, cancellationToken), Record, writer, TimeProvider.System);
        await writer.WriteObjectAsync(new MovedJournal(source.Location, handle.Journal.Location, merged));
        if (merged.InFlight == 0) return;
        writer.WriteWarning(string.Create(
            CultureInfo.InvariantCulture,
            $"{merged.InFlight} resend(s) have no outcome yet. If processes still run with the old journal, run this again when they have ended: it carries over what they report."));

        ProgressRecord Record() =>
            new(0, "Moving the journal", string.Create(CultureInfo.InvariantCulture, $"{merged.Attempts} attempts of {attempts} were new"));
    }

    private static string Describe(MergedRecords found, string destination) => string.Create(
        CultureInfo.InvariantCulture,
        $"Move {found.Attempts} attempt(s), {found.Runs} run(s), {found.Blocks} block(s), {found.Bookmarks} bookmark(s) to {Printable.Of(destination)}, and send nothing more with this journal");
}
