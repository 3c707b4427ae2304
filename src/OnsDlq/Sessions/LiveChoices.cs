using OnsDlq.Connection;
using OnsDlq.Errors;

namespace OnsDlq.Sessions;

/// <summary>
/// The connections that were chosen in the runspaces of this process. A runspace without one uses that of the others where there is only one: a
/// connection from the environment could have another account and another journal. Thread-safe.
/// </summary>
internal sealed class LiveChoices
{
    private readonly object _gate = new();
    private readonly Dictionary<Session, OnsDlqConnection> _chosen = [];

    /// <summary>The choices of this process.</summary>
    public static LiveChoices OfThisProcess { get; } = new();

    /// <summary>Records the connection that a runspace uses from now on; null for none.</summary>
    public void Set(Session session, OnsDlqConnection? connection)
    {
        lock (_gate)
        {
            if (connection is null) _chosen.Remove(session);
            else _chosen[session] = connection;
        }
    }

    /// <summary>The only choice, with a use begun for the caller (ref-counting); null where there is none.</summary>
    /// <exception cref="CommandException">There are several.</exception>
    public OnsDlqConnection? Join()
    {
        while (true)
        {
            // It may have been closed meanwhile; then it is looked for again.
            var connection = Find();
            if (connection is null || connection.TryHold()) return connection;
        }
    }

    /// <summary>The only choice; null where there is none.</summary>
    /// <exception cref="CommandException">There are several.</exception>
    public OnsDlqConnection? Find()
    {
        OnsDlqConnection[] differing;
        lock (_gate)
        {
            differing = [.. _chosen.Where(choice => choice.Key.IsLive && !choice.Value.IsClosed).Select(choice => choice.Value).DistinctBy(ConnectionValue.Of)];
        }

        if (differing.Length < 2) return differing.SingleOrDefault();
        var described = differing.Select(ConnectionValue.Describe).Order(StringComparer.Ordinal).ToArray();
        throw new CommandException(
            ErrorId.ConnectionAmbiguous,
            $"This runspace has no connection of its own, and others of this process work with {described.Length}: {string.Join("; ", described)}.",
            described);
    }
}
