using OnsDlq.Connection;
using OnsDlq.Formatting;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands.Bases;

/// <summary>
/// What every command is built on that works on the journal alone: it needs no access keys, calls nobody but a connection that is at hand,
/// and makes neither a connection nor a journal.
/// </summary>
public abstract class JournalCommand : ConnectionCommand
{
    private readonly Lazy<OnsDlqConnection?> _current;
    private ConnectionJournal? _usual;
    private JournalHandle? _handle;
    private IOpenedReader? _reader;

    private protected JournalCommand()
    {
        _current = new(ConnectionAtHand, LazyThreadSafetyMode.None);
    }

    /// <summary>
    /// The connection that was named, or the one that is at hand: its journal and its region are meant. Null where there is neither; then
    /// the usual journal is meant, and every region.
    /// </summary>
    private protected OnsDlqConnection? AtHand => _current.Value;

    /// <summary>The journal that is meant.</summary>
    /// <exception cref="JournalException">The environment names one in a way that is not taken.</exception>
    /// <exception cref="Errors.CommandException">A rehearsal runs in another process.</exception>
    private protected ConnectionJournal TargetJournal => AtHand?.ResendJournal ?? (_usual ??= Usual());

    /// <summary>Tells live claims from abandoned ones.</summary>
    private protected ClaimWatch Claims => new(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, AtHand?.Clock);

    /// <summary>Opens the journal to read from it, once for the command; null where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    private protected IJournalReader? OpenReader()
    {
        if (_reader is not null) return _reader;
        var target = TargetJournal;
        _reader = Bridge.Run(target.OpenReaderAsync);
        if (_reader is null) WriteVerbose($"There is no journal at {Printable.Of(target.Location)}.");
        else if (_reader.Trouble is { } trouble) WriteWarning(trouble);
        return _reader;
    }

    /// <summary>Opens the journal to write in it, once for the command; null where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be used.</exception>
    private protected IResendJournal? OpenExisting()
    {
        var target = TargetJournal;
        Visit(target);
        _handle ??= Bridge.Run(target.OpenExistingAsync);
        return _handle?.Journal;
    }

    private static ConnectionJournal Usual()
    {
        RefuseElsewhere();
        return ProcessJournals.Choose(new ConnectionRequest());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        _reader?.Dispose();
        _handle?.Dispose();
        _usual?.Dispose();
    }
}
