using System.Collections.Concurrent;
using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Rehearsal;
using OnsDlq.Sessions;
using OnsDlq.Transport;

namespace OnsDlq.Pipeline;

/// <summary>What every command that talks to the service is built on.</summary>
public abstract class ServiceCommand : OnsDlqCommand
{
    /// <summary>How long a command that is otherwise done waits for its journal to be closed: it is one file then.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private static readonly ConcurrentDictionary<string, bool> Warned = new(StringComparer.Ordinal);

    private readonly Dictionary<ConnectionJournal, IDisposable> _visits = [];
    private OnsDlqConnection? _held;

    private protected ServiceCommand()
    {
    }

    /// <summary>The connection to use instead of the session's current one, as Connect-OnsDlq -PassThru gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public OnsDlqConnection? Connection { get; set; }

    /// <summary>
    /// The connection that was named, or the runspace's own, or the one that the other runspaces of the process work with, or, where nobody
    /// has chosen one, one made from the environment, which then is the runspace's for as long as the environment does not change. It is
    /// not closed before the command ends, whoever disconnects meanwhile.
    /// </summary>
    /// <exception cref="CommandException">The other runspaces work with several that differ, or a rehearsal runs in another process.</exception>
    private protected OnsDlqConnection ResolveConnection()
    {
        if (ConnectionAtHand() is { } current) return current;

        RefuseElsewhere();
        var environment = Connector.EnvironmentDigest();
        var made = Bridge.Run(token => Connector.OpenAsync(new ConnectionRequest(), token));
        Session.Current.Use(made, environment);
        Tell(made);
        WriteVerbose($"Connected from the environment to {made.Endpoint.Authority} in {made.RegionId} with {made.CredentialSource}.");
        Hold(made);
        return made;
    }

    /// <summary>The same, where it need not be made; null otherwise.</summary>
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

    /// <summary>
    /// Opens a connection's journal for this command, which disposes of its use at its end. One that did not exist is made, with a
    /// warning.
    /// </summary>
    /// <exception cref="JournalException">It cannot be used, or nothing may be written to it.</exception>
    private protected JournalUse UseJournal(OnsDlqConnection connection)
    {
        var use = Bridge.Run(connection.ResendJournal.UseAsync);
        try
        {
            Bridge.Run((_, token) => use.Journal.CheckAsync(token).AsTask());
            if (use.Warning is { } warning && Warned.TryAdd(warning, true)) WriteWarning(Printable.Of(warning));
            if (use.IsNew && !connection.ResendJournal.IsThrowaway) WriteWarning(Birth(connection.Journal));
            return use;
        }
        catch
        {
            use.Dispose();
            throw;
        }
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) Interlocked.Exchange(ref _held, null)?.EndHold();
    }

    /// <summary>Keeps a journal from being closed between two uses of it by this command.</summary>
    private protected void Visit(ConnectionJournal journal)
    {
        if (!_visits.ContainsKey(journal)) _visits.Add(journal, journal.Visit());
    }

    /// <inheritdoc/>
    private protected override void Leave()
    {
        foreach (var visit in _visits.Values) visit.Dispose();
        PipelineBridge.AwaitAtMost(Task.WhenAll(_visits.Keys.Select(journal => journal.ClosedAsync())), Farewell);
        _visits.Clear();
    }

    // One that is closed already is no use: the first call says so.
    private void Hold(OnsDlqConnection connection)
    {
        Visit(connection.ResendJournal);
        if (_held is null && connection.TryHold()) _held = connection;
    }

    private static string Birth(string location) =>
        $"There was no journal at {Printable.Of(location)}, so one was made. It knows of nothing that was resent before. A message is kept from "
        + "being sent twice by this one journal only: not by what another journal, another machine or another tool has done. "
        + "Where several people resend, let them all use one journal (Connect-OnsDlq -Journal, or ONSDLQ_JOURNAL).";
}
