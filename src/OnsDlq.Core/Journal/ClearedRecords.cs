namespace OnsDlq.Journal;

/// <summary>How many records were deleted because they are old.</summary>
/// <param name="Attempts">Attempts, with their outcomes and their evidence.</param>
/// <param name="Runs">Runs that have no attempt any more.</param>
/// <param name="Blocks">Blocks that ended by themselves.</param>
/// <param name="Bookmarks">Bookmarks.</param>
internal readonly record struct ClearedRecords(int Attempts, int Runs = 0, int Blocks = 0, int Bookmarks = 0)
{
    public static ClearedRecords operator +(ClearedRecords one, ClearedRecords other) => new(
        one.Attempts + other.Attempts, one.Runs + other.Runs, one.Blocks + other.Blocks, one.Bookmarks + other.Bookmarks);
}
