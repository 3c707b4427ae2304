using OnsDlq.Connection;
using OnsDlq.Errors;

namespace OnsDlq.Sessions;

/// <summary>
/// The connections that the runspaces of this process work with because somebody chose them. A runspace without one takes part in it where
/// there is only one: going by the environment instead would mean another account and another journal. May be used from any thread.
/// </summary>
internal sealed class LiveChoices
{
    private readonly object _gate = new();
    private readonly Dictionary<Session, OnsDlqConnection> _chosen = [];

    /// <summary>The choices of this process.</summary>
    public static LiveChoices OfThisProcess { get; } = new();

    /// <summary>Takes note of what a runspace works with from now on; null where it has no choice.</summary>
    public void Set(Session session, OnsDlqConnection? connection)
    {
        lock (_gate)
        {
            if (connection is null) _chosen.Remove(session);
            else _chosen[session] = connection;
        }
    }

    /// <summary>The only choice there is, with a use of it begun for the caller; null where there is none.</summary>
    /// <exception cref="CommandException">There are several.</exception>
    public OnsDlqConnection? Join()
    {
        while (true)
        {
            // One that is closed in between is none any more.
            var connection = Find();
            if (connection is null || connection.TryHold()) return connection;
        }
    }

    /// <summary>The only choice there is; null where there is none.</summary>
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
