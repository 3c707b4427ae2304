using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using OnsDlq.Connection;
using OnsDlq.Errors;
using OnsDlq.Rehearsal;

namespace OnsDlq.Sessions;

/// <summary>
/// The state of one runspace: two runspaces of one process may use two accounts, and one without a choice uses that of the others. For the
/// pipeline thread only.
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

    /// <summary>Whether its runspace exists and is not closed. Thread-safe.</summary>
    public bool IsLive => _runspace.TryGetTarget(out var runspace)
        && runspace.RunspaceStateInfo.State is not (RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);

    /// <summary>Makes a connection the current one; replaces the earlier one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="environment">The hash of the variables that it was made from; null where the user asked for it.</param>
    public void Use(OnsDlqConnection connection, string? environment = null)
    {
        connection.TryHold();
        _current.Leave();
        Go(new RunspaceConnection(connection, environment));
    }

    /// <summary>
    /// The connection for a command that names none: the runspace's own, else that of the other runspaces, which the runspace then keeps,
    /// whatever they do later. Null where there is none, and none was made from this environment.
    /// </summary>
    /// <param name="environment">The hash of the variables now; null to use a connection made from them even if they have changed.</param>
    /// <exception cref="CommandException">The others use several different ones.</exception>
    public OnsDlqConnection? Choose(string? environment = null)
    {
        if (!_current.IsChosen && LiveChoices.OfThisProcess.Join() is { } joined)
        {
            _current.Leave();
            Go(new RunspaceConnection(joined, null, IsJoined: true));
        }

        return _current.At(environment);
    }

    /// <summary>The same, without keeping it; null also where the others use several.</summary>
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

    /// <summary>
    /// Closes the current connection, if there is one, once no other runspace uses it. A connection of another runspace stays open.
    /// </summary>
    public void Disconnect()
    {
        var left = _current;
        Go(default);
        left.Leave(forGood: true);
    }

    /// <summary>Sets a sandbox and its connection, and keeps the earlier connection for later.</summary>
    public void Enter(Sandbox sandbox, OnsDlqConnection connection)
    {
        connection.TryHold();
        (_beforeSandbox, Sandbox, _ofSandbox) = (_current, sandbox, connection);
        RehearsalMark.Add(sandbox.Endpoint);
        Go(new RunspaceConnection(connection, null));
    }

    /// <summary>
    /// Removes the sandbox; restores the earlier connection, unless the user has connected elsewhere meanwhile. Gives the journal of the
    /// sandbox's connection, which is being closed even if it is in use; null where there was no such connection.
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
        if (_current.Joins is { } left) RehearsalMark.Remove(left);
        if (current.Joins is { } joined) RehearsalMark.Add(joined);
        _current = current;
        LiveChoices.OfThisProcess.Set(this, current.IsChosen ? current.Connection : null);
    }

    // Called when the runspace is closed. Its sandbox ends with the process.
    private void End()
    {
        var (current, before) = (_current, _beforeSandbox);
        _beforeSandbox = default;
        Go(default);
        current.Leave();
        before.Leave();
        if (Sandbox is not null) RehearsalMark.Remove(Sandbox.Endpoint);
    }

    /// <summary>The connection of a runspace, and where it came from.</summary>
    /// <param name="Connection">The connection; null for none.</param>
    /// <param name="Environment">The hash of the variables that it was made from; null where the user asked for it.</param>
    /// <param name="IsJoined">Whether another runspace chose it.</param>
    private readonly record struct RunspaceConnection(OnsDlqConnection? Connection, string? Environment, bool IsJoined = false)
    {
        /// <summary>Whether a user chose it.</summary>
        public bool IsChosen => Connection is not null && Environment is null;

        /// <summary>The rehearsal of another window that it joins; null for none.</summary>
        public Uri? Joins => !IsJoined && Connection is { RefuseEnded: not null } ? Connection.Endpoint : null;

        /// <summary>The connection; null where it was made from variables that have changed since.</summary>
        public OnsDlqConnection? At(string? environment) => Environment is null || environment is null || Environment == environment ? Connection : null;

        /// <summary>
        /// Ends the runspace's use. A connection of its own is then closed, unless the user still holds it (see
        /// <see cref="OnsDlqConnection.Give"/>).
        /// </summary>
        public void Leave(bool forGood = false)
        {
            Connection?.EndHold();
            if (IsJoined) return;
            if (forGood) Connection?.CloseWhenFree();
            else Connection?.Retire();
        }
    }
}
