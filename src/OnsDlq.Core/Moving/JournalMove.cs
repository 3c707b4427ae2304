namespace OnsDlq.Moving;

/// <summary>A move between two journals, as one of them keeps it. While it is open, that journal takes no claims.</summary>
/// <param name="MoveId">Its ID, the same in both journals.</param>
/// <param name="Direction">Which way the records move.</param>
/// <param name="JournalId">The ID of the other journal.</param>
/// <param name="Location">Where the other journal is: a path, or a URI without a password.</param>
/// <param name="BegunAt">When it began, in UTC.</param>
/// <param name="By">Who began it, as user@machine.</param>
internal sealed record JournalMove(string MoveId, MoveDirection Direction, string JournalId, string Location, DateTimeOffset BegunAt, string By)
{
    /// <summary>When it ended, in UTC; null while it is open. A sealed journal stays open in this sense until its records come back.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it ended because all records have arrived, and not because a person has given it up.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Whether it keeps its journal from taking claims.</summary>
    public bool IsOpen => EndedAt is null;
}
