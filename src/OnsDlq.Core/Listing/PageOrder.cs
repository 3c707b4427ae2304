using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// Estimates from the pages of a window that has too many where to cut it. The service's documents do not define an order of entries (ons-api
/// facts 1.1), so this is a guess from observed pages; only the number of calls depends on it.
/// </summary>
internal static class PageOrder
{
    // An estimate from a sample is not exact, so it has to stay below the most pages that the service shows.
    private const double OfSample = 0.85;

    /// <summary>The page that shows best where to cut a window; the first itself where the pages do not seem to be ordered.</summary>
    /// <param name="first">The window's first page.</param>
    /// <param name="pages">How many pages the window has.</param>
    /// <param name="size">How many of the oldest pages the next window should have.</param>
    /// <returns>The page; null where the service does not show it.</returns>
    public static int? TellingPage(IReadOnlyList<DeadLetter> first, int pages, int size)
    {
        if (IsOldestFirst(first)) return size;
        if (!IsNewestFirst(first)) return 1;
        return pages - size is > 0 and <= DeadLetterReader.LastPage and var page ? page : null;
    }

    /// <summary>
    /// The last ms of a window that has about the wanted number of pages; null where the two pages contradict each other in their order.
    /// </summary>
    /// <param name="first">The window's first page.</param>
    /// <param name="telling">The page that <see cref="TellingPage"/> named; may be the first.</param>
    /// <param name="pages">How many pages the window has.</param>
    /// <param name="size">
    /// How many pages are wanted. Entries with equal store times never make the window exceed the most pages that the service shows.
    /// </param>
    public static long? Cut(IReadOnlyList<DeadLetter> first, IReadOnlyList<DeadLetter> telling, int pages, int size)
    {
        if (telling.Count == 0) return null;
        var both = ReferenceEquals(first, telling) ? first : [.. first, .. telling];
        if (!IsOldestFirst(both) && !IsNewestFirst(both)) return both == first ? CutBySample(first, pages, size) : null;
        var border = telling[^1].StoreTimestamp;
        return size == DeadLetterReader.LastPage ? border - 1 : border;
    }

    /// <summary>Whether entries are in the order of their store times.</summary>
    public static bool IsOldestFirst(IReadOnlyList<DeadLetter> entries) => Pairs(entries).All(pair => pair.First <= pair.Second);

    private static long CutBySample(IReadOnlyList<DeadLetter> sample, int pages, int size) =>
        sample.Select(entry => entry.StoreTimestamp).Order().ElementAt((int)(sample.Count * OfSample * size / pages));

    private static bool IsNewestFirst(IReadOnlyList<DeadLetter> entries) => Pairs(entries).All(pair => pair.First >= pair.Second);

    private static IEnumerable<(long First, long Second)> Pairs(IReadOnlyList<DeadLetter> entries) =>
        entries.Zip(entries.Skip(1), (first, second) => (first.StoreTimestamp, second.StoreTimestamp));
}
