namespace OnsDlq.Listing;

/// <summary>Which of the listed dead letters are shown, and how.</summary>
/// <param name="Filter">The filter on their own properties.</param>
/// <param name="PendingOnly">Whether only those are shown that still need a decision by the journal.</param>
/// <param name="MinRound">The lowest round shown, by the journal; null for all.</param>
/// <param name="Unique">Whether only the newest entry of each message is shown.</param>
/// <param name="First">How many are shown at most, in all; null for all.</param>
/// <param name="WithBodies">Whether their bodies are read as well.</param>
internal sealed record ListingOptions(MessageFilter Filter, bool PendingOnly, int? MinRound, bool Unique, int? First, bool WithBodies)
{
    /// <summary>Whether the filter depends on the journal.</summary>
    public bool DependsOnJournal => PendingOnly || MinRound is not null;
}
