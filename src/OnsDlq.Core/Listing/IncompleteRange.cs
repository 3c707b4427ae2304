namespace OnsDlq.Listing;

/// <summary>A range of store times of which the service shows only a part.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Range">The range that was asked for.</param>
/// <param name="PagesListed">How many pages were listed.</param>
/// <param name="PagesInAll">How many pages the service says there are.</param>
internal sealed record IncompleteRange(string GroupId, TimeRange Range, int PagesListed, int PagesInAll)
{
    public string Message =>
        $"Group {GroupId} has dead letters that the service does not show: {PagesListed} of {PagesInAll} pages were listed of what was stored "
        + $"from {Range.ToLocalTime()}.";
}
