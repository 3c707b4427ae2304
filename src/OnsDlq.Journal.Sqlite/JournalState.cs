namespace OnsDlq.Journal.Sqlite;

/// <summary>What a journal tells of itself.</summary>
/// <param name="Id">What tells it from every other journal, and is the same in all its copies.</param>
/// <param name="Log">The log that belongs to the main file; every log has the number after the one before it.</param>
/// <param name="Reached">The newest log in which something was written that counts.</param>
/// <param name="Commits">How many transactions there were that count: all but those of the pace alone.</param>
internal sealed record JournalState(string Id, long Log, long Reached, long Commits)
{
    private const int IdLength = 32;

    /// <summary>
    /// Whether this is but the beginning of a log: what followed stands in the log alone. A main file that says so is not whole
    /// without its log.
    /// </summary>
    public bool NeedsLog => Reached < Log;

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">The journal does not tell.</exception>
    public static JournalState Read(JournalConnection connection)
    {
        using var row = connection.Query("SELECT id, log, reached, commits FROM journal");
        if (!row.Read() || row.GetString(0) is not { Length: IdLength } id || !id.All(char.IsAsciiHexDigitLower))
            throw new InvalidDataException("it has no ID.");
        return new(id, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }
}
