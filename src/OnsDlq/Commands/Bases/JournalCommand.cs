using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands.Bases;

/// <summary>
/// The base of all commands that only need the journal: they need no access keys, make no calls except over an existing connection, and make
/// neither a connection nor a journal.
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
    /// The connection given, or the existing one: its journal and region are used. Null where there is neither; then the default journal is
    /// used, and every region.
    /// </summary>
    private protected OnsDlqConnection? AtHand => _current.Value;

    /// <summary>The journal to use.</summary>
    /// <exception cref="JournalException">The environment variable names a journal that is not valid.</exception>
    /// <exception cref="Errors.CommandException">A rehearsal runs in another process.</exception>
    private protected ConnectionJournal TargetJournal => AtHand?.ResendJournal ?? (_usual ??= Usual());

    /// <summary>Distinguishes live claims from abandoned ones.</summary>
    private protected ClaimWatch Claims => new(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, AtHand?.Clock);

    /// <summary>Opens the journal for reading, once for the command; null where it does not exist.</summary>
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

    /// <summary>Opens the journal for writing, once for the command; null where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be used.</exception>
    private protected IResendJournal? OpenExisting()
    {
        var target = TargetJournal;
        Visit(target);
        _handle ??= Bridge.Run(target.OpenExistingAsync);
        return _handle?.Journal;
    }

    /// <summary>
    /// Refuses a parameter that is bound to an empty value: where it is empty because a variable was never set, the command would show everything
    /// that it should have filtered out.
    /// </summary>
    /// <exception cref="CommandException">One of them is empty.</exception>
    private protected void RefuseEmpty(params string[] parameters)
    {
        if (EmptyOf(parameters) is not { } empty) return;
        throw new CommandException(
            ErrorId.EmptyArgument, $"-{empty} is empty, which does not mean everything: leave the parameter out for that.", empty);
    }

    /// <summary>The first of some parameters that is bound to an empty value, or to a list that has one; null where there is none.</summary>
    private protected string? EmptyOf(params string[] parameters) => Array.Find(
        parameters, name =>
            MyInvocation.BoundParameters.TryGetValue(name, out var value)
                && (value is null or Array { Length: 0 } || string.IsNullOrWhiteSpace(value as string ?? "x")
                    || (value is string?[] several && Array.Exists(several, string.IsNullOrWhiteSpace))));

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
