using System.Management.Automation;
using OnsDlq.Connection;

namespace OnsDlq.Pipeline;

/// <summary>What every command that talks to the service is built on.</summary>
public abstract class ServiceCommand : OnsDlqCommand
{
    private protected ServiceCommand()
    {
    }

    /// <summary>The connection to use instead of the session's current one.</summary>
    [Parameter]
    [ValidateNotNull]
    public OnsDlqConnection? Connection { get; set; }

    /// <summary>The connection that was named, or the session's current one, or one made from the environment.</summary>
    private protected OnsDlqConnection ResolveConnection() =>
        Connection ?? SessionConnections.Current.Connection
        ?? throw new Errors.CommandException(Errors.ErrorId.NoCredentials, "There is no connection.");
}
