using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Rehearsal;

namespace OnsDlq.Sessions;

/// <summary>
/// What belongs to one runspace: two runspaces of one process may work with two accounts, and one that has chosen none works with what the
/// others have chosen. For the pipeline thread only.
/// </summary>
internal sealed class Session
{
    private static readonly ConditionalWeakTable<Runspace, Session> OfRunspaces = [];

    private readonly WeakReference<Runspace> _runspace;
    private RunspaceConnection _current;
    private RunspaceConnection _beforeSandbox;
    private OnsDlqConnection? _ofSandbox;

    private Session(Runspace runspace)
    {
        _runspace = new(runspace);
        runspace.StateChanged += (_, _) =>
        {
            if (!IsLive) End();
        };
    }

    /// <summary>The session of the runspace that runs on this thread.</summary>
    public static Session Current => OfRunspaces.GetValue(Runspace.DefaultRunspace, runspace => new Session(runspace));

    /// <summary>The sandbox that this session started; null where there is none.</summary>
    public Sandbox? Sandbox { get; private set; }

    /// <summary>Whether its runspace is there and not closed. May be asked from any thread.</summary>
    public bool IsLive => _runspace.TryGetTarget(out var runspace)
        && runspace.RunspaceStateInfo.State is not (RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);

    /// <summary>Makes a connection the current one, in place of the earlier.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="environment">The variables it was made from, where nobody asked for it; null otherwise.</param>
    public void Use(OnsDlqConnection connection, string? environment = null)
    {
        connection.TryHold();
        _current.Leave();
        Go(new RunspaceConnection(connection, environment));
    }

    /// <summary>
    /// The connection that is meant where a command names none: the runspace's own, else the one that the others work with, which the
    /// runspace keeps from then on, whatever they do later. Null where nobody has chosen one, and none was made from this environment.
    /// </summary>
    /// <param name="environment">The variables as they are now; null where a connection made from them counts even if they have changed.</param>
    /// <exception cref="CommandException">The others work with several that differ.</exception>
    public OnsDlqConnection? Choose(string? environment = null)
    {
        if (!_current.IsChosen && LiveChoices.OfThisProcess.Join() is { } joined)
        {
            _current.Leave();
            Go(new RunspaceConnection(joined, null, IsJoined: true));
        }

        return _current.At(environment);
    }

    /// <summary>The same, without keeping anything; null also where it cannot be told.</summary>
    public OnsDlqConnection? Look(string environment)
    {
        try
        {
            return (_current.IsChosen ? null : LiveChoices.OfThisProcess.Find()) ?? _current.At(environment);
        }
        catch (CommandException)
        {
            return null;
        }
    }

    /// <summary>Closes the current connection, if there is one, once no other runspace works with it. One that is another's stays open.</summary>
    public void Disconnect()
    {
        var left = _current;
        Go(default);
        left.Leave(forGood: true);
    }

    /// <summary>Takes in a sandbox and the connection to it, and keeps the current connection for later.</summary>
    public void Enter(Sandbox sandbox, OnsDlqConnection connection)
    {
        connection.TryHold();
        (_beforeSandbox, Sandbox, _ofSandbox) = (_current, sandbox, connection);
        RehearsalMark.Add(sandbox.Endpoint);
        Go(new RunspaceConnection(connection, null));
    }

    /// <summary>
    /// Forgets the sandbox; the earlier connection comes back unless the user has gone elsewhere meanwhile. Gives the journal that the
    /// sandbox's connection worked with, which is being closed, whoever works with it; null where there was no such connection.
    /// </summary>
    public ConnectionJournal? LeaveSandbox()
    {
        var (before, connection, sandbox) = (_beforeSandbox, _ofSandbox, Sandbox);
        (_beforeSandbox, _ofSandbox, Sandbox) = (default, null, null);
        if (sandbox is not null) RehearsalMark.Remove(sandbox.Endpoint);
        if (_current.Connection == connection) Go(before);
        else before.Leave();
        connection?.Dispose();
        return connection?.ResendJournal;
    }

    private void Go(RunspaceConnection current)
    {
        _current = current;
        LiveChoices.OfThisProcess.Set(this, current.IsChosen ? current.Connection : null);
    }

    // The runspace is closed. Its sandbox ends with the process.
    private void End()
    {
        var (current, before) = (_current, _beforeSandbox);
        _beforeSandbox = default;
        Go(default);
        current.Leave();
        before.Leave();
        if (Sandbox is not null) RehearsalMark.Remove(Sandbox.Endpoint);
    }

    /// <summary>Where a runspace is connected, and how it came there.</summary>
    /// <param name="Connection">The connection; null for none.</param>
    /// <param name="Environment">The variables it was made from, where nobody asked for it; null otherwise.</param>
    /// <param name="IsJoined">Whether it is another runspace's choice.</param>
    private readonly record struct RunspaceConnection(OnsDlqConnection? Connection, string? Environment, bool IsJoined = false)
    {
        /// <summary>Whether somebody chose it.</summary>
        public bool IsChosen => Connection is not null && Environment is null;

        /// <summary>The connection; null where it was made from variables that have changed since.</summary>
        public OnsDlqConnection? At(string? environment) => Environment is null || environment is null || Environment == environment ? Connection : null;

        /// <summary>Ends the runspace's use; a connection of its own is closed then, unless the user has it and does not want that.</summary>
        public void Leave(bool forGood = false)
        {
            Connection?.EndHold();
            if (IsJoined) return;
            if (forGood) Connection?.CloseWhenFree();
            else Connection?.Retire();
        }
    }
}
