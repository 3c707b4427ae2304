using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Formatting;
using OnsDlq.Journal;
using OnsDlq.Sessions;
using OnsDlq.Transport;

namespace OnsDlq.Pipeline;

/// <summary>What every command that talks to the service is built on.</summary>
public abstract class ServiceCommand : OnsDlqCommand
{
    private protected ServiceCommand()
    {
    }

    /// <summary>The connection to use instead of the session's current one, as Connect-OnsDlq -PassThru gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public OnsDlqConnection? Connection { get; set; }

    /// <summary>
    /// The connection that was named, or the session's current one, or one made from the environment, which then is the current one
    /// for as long as the environment does not change.
    /// </summary>
    private protected OnsDlqConnection ResolveConnection()
    {
        if (Connection is not null) return Connection;

        var session = Session.Current;
        var environment = Connector.EnvironmentDigest();
        if (session.ConnectionAtHand(environment) is { } current) return current;

        var made = Bridge.Run(token => Connector.OpenAsync(new ConnectionRequest(), token));
        session.Use(made, environment);
        WriteVerbose($"Connected from the environment to {made.Endpoint.Authority} in {made.RegionId} with {made.CredentialSource}.");
        return made;
    }

    /// <summary>
    /// Opens a connection's journal for this command, which disposes of its use at its end. One that did not exist is made, with a
    /// warning.
    /// </summary>
    private protected JournalUse UseJournal(OnsDlqConnection connection)
    {
        var use = Bridge.Run(connection.ResendJournal.UseAsync);
        try
        {
            if (use.IsNew && !connection.ResendJournal.IsThrowaway) WriteWarning(Birth(connection.Journal));
            return use;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection's journal for this command to read from; null where there is none, and none is made.</summary>
    private protected JournalUse? UseExistingJournal(OnsDlqConnection connection) =>
        Bridge.Run(connection.ResendJournal.UseExistingAsync);

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

    private static string Birth(string location) =>
        $"There was no journal at {Printable.Of(location)}, so one was made. It knows of nothing that was resent before. A message is kept from "
        + "being sent twice by this one journal only: not by what another journal, another machine or another tool has done. "
        + "Where several people resend, let them all use one journal (Connect-OnsDlq -Journal, or ONSDLQ_JOURNAL).";
}
