using System.Collections.Concurrent;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Sessions;

namespace OnsDlq.Commands.Bases;

/// <summary>
/// The base of all commands that call the service: where there is no connection, it makes one from the environment, and where there is no
/// journal, it creates one.
/// </summary>
public abstract class ServiceCommand : ConnectionCommand
{
    private static readonly ConcurrentDictionary<string, bool> Warned = new(StringComparer.Ordinal);

    private protected ServiceCommand()
    {
    }

    /// <summary>
    /// The existing connection, or, where there is none, one made from the environment, which the runspace then keeps as long as the environment
    /// does not change.
    /// </summary>
    /// <exception cref="CommandException">
    /// The other runspaces use several different connections, or a rehearsal runs in another process.
    /// </exception>
    private protected OnsDlqConnection ResolveConnection()
    {
        if (ConnectionAtHand() is { } current) return current;

        RefuseElsewhere();
        var environment = Connector.EnvironmentDigest();
        var made = Bridge.Run(token => Connector.ConnectAsync(new ConnectionRequest(), token));
        Session.Current.Use(made, environment);
        Tell(made);
        WriteVerbose($"Connected from the environment to {made.Endpoint.Authority} in {made.RegionId} with {made.CredentialSource}.");
        Hold(made);
        return made;
    }

    /// <summary>
    /// Opens a connection's journal for this command, which disposes of the handle at its end. A missing journal is created, with a warning.
    /// </summary>
    /// <exception cref="JournalException">It cannot be used, or nothing may be written to it.</exception>
    private protected JournalHandle OpenJournal(OnsDlqConnection connection)
    {
        var handle = Bridge.Run(connection.ResendJournal.OpenAsync);
        try
        {
            Bridge.Run((_, token) => handle.Journal.CheckAsync(token).AsTask());
            if (handle.Warning is { } warning && Warned.TryAdd(warning, true)) WriteWarning(Printable.Of(warning));
            if (handle.IsNew && !connection.ResendJournal.IsThrowaway) WriteWarning(Birth(connection.Journal));
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static string Birth(string location) =>
        $"There was no journal at {Printable.Of(location)}, so one was made. It knows of nothing that was resent before. A message is kept from "
        + "being sent twice by this one journal only: not by what another journal, another machine or another tool has done. "
        + "Where several people resend, let them all use one journal (Connect-OnsDlq -Journal, or ONSDLQ_JOURNAL).";
}
