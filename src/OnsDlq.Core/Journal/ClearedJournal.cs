namespace OnsDlq.Journal;

/// <summary>What was deleted from a journal because it is old.</summary>
public sealed class ClearedJournal
{
    internal ClearedJournal(string location, DateTimeOffset before, ClearedRecords records)
    {
        Location = location;
        Before = before.ToLocalTime();
        (Attempts, Runs, Blocks, Bookmarks) = records;
    }

    /// <summary>The journal: its path, or a URI without a password.</summary>
    public string Location { get; }

    /// <summary>The limit, in local time: what is deleted is older.</summary>
    public DateTimeOffset Before { get; }

    /// <summary>How many attempts were deleted, with their outcomes and their evidence.</summary>
    public int Attempts { get; }

    /// <summary>How many runs were deleted: those that have no attempt any more.</summary>
    public int Runs { get; }

    /// <summary>How many blocks were deleted that had ended by themselves.</summary>
    public int Blocks { get; }

    /// <summary>How many bookmarks were deleted.</summary>
    public int Bookmarks { get; }
}
