using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>
/// What the pages of a window that has too many tell of where to cut it. The service's documents say nothing of an order (ons-api facts
/// 1.1), so this is a guess by what is seen, and nothing but the number of calls rests on it.
/// </summary>
internal static class PageOrder
{
    // Of a sample, which is never exact, an estimate has to stay clear of the most pages that can be had.
    private const double OfSample = 0.85;

    /// <summary>The page that tells most of where a window is to be cut: the first itself, where the pages seem to be in no order.</summary>
    /// <param name="first">The window's first page.</param>
    /// <param name="pages">How many pages the window has.</param>
    /// <param name="size">How many of them, the oldest, are to be cut off.</param>
    /// <returns>The page; null where it cannot be asked for.</returns>
    public static int? TellingPage(IReadOnlyList<DeadLetter> first, int pages, int size)
    {
        if (IsOldestFirst(first)) return size;
        if (!IsNewestFirst(first)) return 1;
        return pages - size is > 0 and <= DeadLetterReader.LastPage and var page ? page : null;
    }

    /// <summary>The last ms of a window that has about as many pages as wanted; null where the two pages do not agree in their order.</summary>
    /// <param name="first">The window's first page.</param>
    /// <param name="telling">The page that <see cref="TellingPage"/> named; may be the first.</param>
    /// <param name="pages">How many pages the window has.</param>
    /// <param name="size">How many pages are wanted. The most that can be asked for are never exceeded by ties.</param>
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
