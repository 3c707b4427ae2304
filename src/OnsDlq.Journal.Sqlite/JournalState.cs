namespace OnsDlq.Journal.Sqlite;

/// <summary>A journal's state, as stored in its table "journal".</summary>
/// <param name="Id">Its unique ID, the same in all its copies.</param>
/// <param name="Log">The number of the log that belongs to the main file; each new log has the next number.</param>
/// <param name="Reached">The newest log in which something that counts was written.</param>
/// <param name="Commits">How many transactions count: all except those of the pace alone.</param>
internal sealed record JournalState(string Id, long Log, long Reached, long Commits)
{
    private const int IdLength = 32;

    /// <summary>
    /// Whether the state is from the beginning of a log: later commits are in the log alone. A main file with this state is incomplete without
    /// its log.
    /// </summary>
    public bool NeedsLog => Reached < Log;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">There is no valid state.</exception>
    public static JournalState Read(JournalConnection connection)
    {
        using var row = connection.Query("SELECT id, log, reached, commits FROM journal");
        if (!row.Read() || row.GetString(0) is not { Length: IdLength } id || !id.All(char.IsAsciiHexDigitLower))
            throw new InvalidDataException("it has no ID.");
        return new(id, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }
}
