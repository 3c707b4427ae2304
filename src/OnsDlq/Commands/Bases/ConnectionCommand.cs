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
/// The base of all commands with -Connection: finds the connection to use, where there is one, and keeps it and its journal open until the
/// command ends. It makes no connection.
/// </summary>
public abstract class ConnectionCommand : OnsDlqCommand
{
    /// <summary>How long a command waits at its end until its journal is closed and so is one file.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ConnectionJournal, IDisposable> _visits = [];
    private OnsDlqConnection? _held;

    private protected ConnectionCommand()
    {
    }

    /// <summary>The connection to use instead of the session's current one, as emitted by Connect-OnsDlq -PassThru.</summary>
    [Parameter]
    [ValidateNotNull]
    public OnsDlqConnection? Connection { get; set; }

    /// <summary>
    /// The connection given, or the runspace's own, or the one that the other runspaces of the process use; null where there is none. It is not
    /// closed before the command ends, even if somebody disconnects meanwhile.
    /// </summary>
    /// <exception cref="CommandException">
    /// The other runspaces use several different connections, or it is one to a rehearsal of another window, which has ended.
    /// </exception>
    private protected OnsDlqConnection? ConnectionAtHand()
    {
        var current = Connection ?? _held ?? Session.Current.Choose(Connector.EnvironmentDigest());
        if (current is null) return null;
        if (_held is null) current.RefuseEnded?.Invoke();
        Hold(current);
        return current;
    }

    /// <summary>Refuses to make a connection from the environment where this process was started while a rehearsal ran in another one.</summary>
    /// <exception cref="CommandException">A rehearsal ran when this process was started.</exception>
    private protected static void RefuseElsewhere()
    {
        if (RehearsalMark.Elsewhere is not { } rehearsal) return;
        throw new CommandException(
            ErrorId.RehearsalElsewhere,
            $"This process was started while a rehearsal ran in {Printable.Of(rehearsal)}, and has no connection of its own. What the environment "
            + "names is not the rehearsal, so nothing is done.",
            rehearsal);
    }

    /// <summary>Makes the settings of calls: every try becomes a verbose line.</summary>
    private protected static CallContext NarrateTo(IPipelineWriter writer) =>
        new() { Observer = record => writer.WriteVerbose(CallLine.Of(record)), Notice = writer.WriteVerbose };

    /// <summary>
    /// Does something for one target. An error becomes a non-terminating error with that target, unless the rest would fail, too.
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

    /// <summary>Keeps a connection and its journal open until the command ends. If it is closed already, the first call fails.</summary>
    private protected void Hold(OnsDlqConnection connection)
    {
        Visit(connection.ResendJournal);
        if (_held is null && connection.TryHold()) _held = connection;
    }

    /// <summary>Keeps a journal open between two uses by this command.</summary>
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
