using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OnsDlq.Connection;
using OnsDlq.Rehearsal;

namespace OnsDlq.Sessions;

/// <summary>What belongs to one runspace: two runspaces of one process may work with two accounts. For the pipeline thread only.</summary>
internal sealed class Session
{
    private static readonly ConditionalWeakTable<Runspace, Session> OfRunspaces = [];

    private bool _shared;
    private string? _environment;
    private OnsDlqConnection? _beforeSandbox;
    private OnsDlqConnection? _ofSandbox;

    private Session()
    {
    }

    /// <summary>The session of the runspace that runs on this thread.</summary>
    public static Session Current => OfRunspaces.GetValue(Runspace.DefaultRunspace, _ => new Session());

    /// <summary>The connection that is meant where a command names none; null where there is none.</summary>
    public OnsDlqConnection? Connection { get; private set; }

    /// <summary>The sandbox that this session started; null where there is none.</summary>
    public Sandbox? Sandbox { get; private set; }

    /// <summary>Makes a connection the current one, in place of the earlier.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="environment">The variables it was made from, where nobody asked for it; null otherwise.</param>
    public void Use(OnsDlqConnection connection, string? environment = null)
    {
        Release(Connection);
        Set(connection, environment);
    }

    /// <summary>The current connection, to be given to the user, who may keep it beyond the next one; null where there is none.</summary>
    public OnsDlqConnection? Share()
    {
        _shared = true;
        return Connection;
    }

    /// <summary>Closes the current connection, if there is one.</summary>
    public void Disconnect()
    {
        Connection?.Dispose();
        Set(null, null);
    }

    /// <summary>The current connection; null where there is none, or one that was made from the environment, which has changed since.</summary>
    public OnsDlqConnection? ConnectionAtHand(string environment) =>
        _environment is not null && _environment != environment ? null : Connection;

    /// <summary>Keeps the current connection for later and takes a sandbox in, which is yet to be connected to.</summary>
    public void Enter(Sandbox sandbox)
    {
        _beforeSandbox = Connection;
        Sandbox = sandbox;
        Set(null, null);
    }

    /// <summary>Makes the connection to the sandbox the current one.</summary>
    public void UseSandbox(OnsDlqConnection connection)
    {
        _ofSandbox = connection;
        Set(connection, null);
    }

    /// <summary>
    /// Forgets the sandbox; the earlier connection comes back unless the user has connected elsewhere meanwhile. Gives the journal that the
    /// sandbox's connection worked with, which is being closed; null where there was no such connection.
    /// </summary>
    public ConnectionJournal? LeaveSandbox()
    {
        if (ReferenceEquals(Connection, _ofSandbox))
        {
            // Whether the earlier one was given to the user is not known any more, so it is never closed unasked.
            Set(_beforeSandbox, null);
            _shared = _beforeSandbox is not null;
        }

        var journal = _ofSandbox?.ResendJournal;
        _ofSandbox?.Dispose();
        (_beforeSandbox, _ofSandbox, Sandbox) = (null, null, null);
        return journal;
    }

    private void Set(OnsDlqConnection? connection, string? environment) => (Connection, _environment, _shared) = (connection, environment, false);

    /// <summary>Connections that were given to the user stay open, since -Connection may still name them.</summary>
    private void Release(OnsDlqConnection? connection)
    {
        if (!_shared) connection?.Dispose();
    }
}
