namespace OnsDlq.Moving;

/// <summary>How many records were new to the journal that took them.</summary>
/// <param name="Attempts">Attempts.</param>
/// <param name="Outcomes">Outcomes, of new attempts and of known ones.</param>
/// <param name="Runs">Runs.</param>
/// <param name="Blocks">Blocks that were set, changed or removed.</param>
/// <param name="Bookmarks">Bookmarks that were set or changed.</param>
/// <param name="InFlight">Claims that have no outcome yet in either journal, new or known.</param>
internal readonly record struct MergedRecords(int Attempts, int Outcomes = 0, int Runs = 0, int Blocks = 0, int Bookmarks = 0, int InFlight = 0)
{
    public static MergedRecords operator +(MergedRecords one, MergedRecords other) => new(
        one.Attempts + other.Attempts, one.Outcomes + other.Outcomes, one.Runs + other.Runs, one.Blocks + other.Blocks,
        one.Bookmarks + other.Bookmarks, one.InFlight + other.InFlight);
}
