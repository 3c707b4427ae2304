using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OnsDlq.Connection;

namespace OnsDlq.Pipeline;

/// <summary>The current connection of a runspace: two runspaces of one process may work with two accounts.</summary>
internal sealed class SessionConnections
{
    private static readonly ConditionalWeakTable<Runspace, SessionConnections> OfRunspaces = [];

    private SessionConnections()
    {
    }

    /// <summary>What belongs to the runspace that runs on this thread.</summary>
    public static SessionConnections Current => OfRunspaces.GetValue(Runspace.DefaultRunspace, _ => new SessionConnections());

    /// <summary>The connection that is meant where a command names none; null where there is none.</summary>
    public OnsDlqConnection? Connection { get; private set; }

    /// <summary>Makes a connection the current one.</summary>
    /// <returns>The earlier one, which the caller keeps or disposes of.</returns>
    public OnsDlqConnection? Replace(OnsDlqConnection? connection)
    {
        var earlier = Connection;
        Connection = connection;
        return earlier;
    }
}
