using System.Management.Automation;
using OnsDlq.Connection;
using OnsDlq.Errors;
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
        if (session.Connection is { } current && !session.IsOutdated(environment)) return current;

        var made = Bridge.Run(token => Connector.OpenAsync(new ConnectionRequest(), token));
        session.Use(made, environment);
        WriteVerbose($"Connected from the environment to {made.Endpoint.Authority} in {made.RegionId} with {made.CredentialSource}.");
        return made;
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
}
