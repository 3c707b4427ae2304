using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Pipeline;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;
using OnsDlq.Transport;

namespace OnsDlq.Commands.Bases;

/// <summary>
/// What every command is built on that takes a connection: it finds the one that is meant, where there is one, and keeps it and its journal
/// open until the command ends. It makes none.
/// </summary>
public abstract class ConnectionCommand : OnsDlqCommand
{
    /// <summary>How long a command that is otherwise done waits for its journal to be closed: it is one file then.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ConnectionJournal, IDisposable> _visits = [];
    private OnsDlqConnection? _held;

    private protected ConnectionCommand()
    {
    }

    /// <summary>The connection to use instead of the session's current one, as Connect-OnsDlq -PassThru gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public OnsDlqConnection? Connection { get; set; }

    /// <summary>
    /// The connection that was named, or the runspace's own, or the one that the other runspaces of the process work with; null where nobody
    /// has chosen one. It is not closed before the command ends, whoever disconnects meanwhile.
    /// </summary>
    /// <exception cref="CommandException">The other runspaces work with several that differ.</exception>
    private protected OnsDlqConnection? ConnectionAtHand()
    {
        var current = Connection ?? _held ?? Session.Current.Choose(Connector.EnvironmentDigest());
        if (current is not null) Hold(current);
        return current;
    }

    /// <summary>Refuses to go by the environment where this process was started while a rehearsal ran in another one.</summary>
    /// <exception cref="CommandException">It was.</exception>
    private protected static void RefuseElsewhere()
    {
        if (RehearsalMark.Elsewhere is not { } rehearsal) return;
        throw new CommandException(
            ErrorId.RehearsalElsewhere,
            $"This process was started while a rehearsal ran in {Printable.Of(rehearsal)}, and has no connection of its own. What the environment "
            + "names is not the rehearsal, so nothing is done.",
            rehearsal);
    }

    /// <summary>What calls are told: every try becomes a verbose line.</summary>
    private protected static CallContext NarrateTo(IPipelineWriter writer) =>
        new() { Observer = record => writer.WriteVerbose(CallLine.Of(record)), Notice = writer.WriteVerbose };

    /// <summary>
    /// Does something about one target. What goes wrong is a non-terminating error about it, unless nothing else could fare better.
    /// </summary>
    private protected static async Task AttemptAsync(IPipelineWriter writer, object? target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OnsDlqException exception) when (!ErrorFactory.EndsCommand(exception))
        {
            await writer.WriteErrorAsync(ErrorFactory.From(exception, target));
        }
    }

    /// <summary>
    /// Keeps a connection, and its journal, from being closed before the command ends. One that is closed already is no use: the first
    /// call says so.
    /// </summary>
    private protected void Hold(OnsDlqConnection connection)
    {
        Visit(connection.ResendJournal);
        if (_held is null && connection.TryHold()) _held = connection;
    }

    /// <summary>Keeps a journal from being closed between two uses of it by this command.</summary>
    private protected void Visit(ConnectionJournal journal)
    {
        if (!_visits.ContainsKey(journal)) _visits.Add(journal, journal.Visit());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Interlocked.Exchange(ref _held, null)?.EndHold();
    }

    /// <inheritdoc/>
    private protected override void Leave()
    {
        foreach (var visit in _visits.Values) visit.Dispose();
        PipelineBridge.AwaitAtMost(Task.WhenAll(_visits.Keys.Select(journal => journal.ClosedAsync())), Farewell);
        _visits.Clear();
    }
}
