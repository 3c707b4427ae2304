using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Listing;

/// <summary>
/// Tells which entries of a group a bookmark has not shown yet, and where the bookmark belongs once they are shown. Made when the listing begins.
/// </summary>
/// <remarks>
/// The clocks of the service's brokers differ, and an entry may be late in the listing. So the listing begins some time before the bookmark, and
/// the entries that were shown from there on are remembered.
/// </remarks>
/// <param name="bookmark">The bookmark; null where there is none yet.</param>
/// <param name="clock">The service's clock.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class NewEntries(Bookmark? bookmark, ServiceClock clock, TimeProvider time)
{
    /// <summary>How late an entry may be. The service's clock cannot be misjudged by more either.</summary>
    public static readonly TimeSpan Overlap = SignatureProof.Bound;

    /// <summary>The most entries that are remembered. Of more within the overlap, the oldest would be shown again.</summary>
    public const int MostRemembered = 200_000;

    private readonly HashSet<ShownEntry> _before = bookmark is null ? [] : [.. ShownEntry.FromText(bookmark.Seen)];
    private readonly Queue<ShownEntry> _shown = new();
    private readonly DateTimeOffset _askedAt = time.GetUtcNow();
    private readonly long _began = time.GetTimestamp();
    private long? _newest;
    private long? _lastShown;
    private long? _limit;

    /// <summary>
    /// Where the listing has to begin; null for the earliest that the service keeps. A bookmark that is far in the future, from a clock that was
    /// wrong, counts as one of now; before the first answer the clock is only this machine's, which may be late.
    /// </summary>
    public DateTimeOffset? Begin => bookmark is null ? null : (IsFarAhead(bookmark.Until, clock.Now) ? clock.Now : bookmark.Until) - Overlap;

    /// <summary>Whether an entry was not shown before.</summary>
    public bool IsNew(DeadLetter entry) => _before.Count == 0 || !_before.Contains(ShownEntry.Of(entry));

    /// <summary>Notes the entries of the listing, the oldest first, whether they are shown or not.</summary>
    public void Read(IReadOnlyList<DeadLetter> entries)
    {
        if (entries is [.., var last]) _newest = Math.Max(_newest ?? last.StoreTimestamp, last.StoreTimestamp);
    }

    /// <summary>Notes entries that are shown, the oldest first.</summary>
    public void Show(IEnumerable<DeadLetter> entries)
    {
        foreach (var entry in entries)
        {
            _lastShown = entry.StoreTimestamp;
            _shown.Enqueue(ShownEntry.Of(entry));
        }

        // The bookmark will not lie before the last entry shown, but before others that were read, where the listing stops here (-First). So what
        // lies long before the last one shown need not be remembered.
        if (_lastShown is not { } reached) return;
        var oldest = Math.Min(_limit ?? reached, Math.Min(reached, Now.ToUnixTimeMilliseconds())) - (long)Overlap.TotalMilliseconds;
        while (_shown.TryPeek(out var first) && (first.StoreTimestamp < oldest || _shown.Count > MostRemembered)) _shown.Dequeue();
    }

    /// <summary>Notes that something is missing from a store time on: the bookmark must not get behind it.</summary>
    public void StopAt(DateTimeOffset from) => Limit(from.ToUnixTimeMilliseconds());

    /// <summary>Notes that what follows on the last entry shown was not shown.</summary>
    public void StopAtLastShown()
    {
        if (_lastShown is { } last) Limit(last);
    }

    /// <summary>The bookmark after everything was shown that was listed; its version is the one that it replaces, 0 for none.</summary>
    public Bookmark Next()
    {
        // An answer without a date does not show the service's clock, and this machine's may be ahead of it.
        var end = clock.Offset is not null ? Now : Latest(_newest is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null, bookmark?.Until);
        var until = Math.Min(_limit ?? long.MaxValue, end.ToUnixTimeMilliseconds());

        // What was missing or not shown before the bookmark is listed again from where this listing began. If the bookmark moved back, what it has
        // forgotten would be, too. So it does only where a wrong clock had put it far into the future.
        if (bookmark is not null && !IsFarAhead(bookmark.Until, end)) until = Math.Max(until, bookmark.Until.ToUnixTimeMilliseconds());
        var oldest = until - (long)Overlap.TotalMilliseconds;
        ShownEntry[] remembered =
            [.. _before.Concat(_shown).Where(one => one.StoreTimestamp >= oldest).Distinct().OrderBy(one => one.StoreTimestamp).TakeLast(MostRemembered)];
        return new(bookmark?.Version ?? 0, DateTimeOffset.FromUnixTimeMilliseconds(until), ShownEntry.ToText(remembered));
    }

    private void Limit(long from) => _limit = Math.Min(_limit ?? from, from);

    // The earliest possible time of the service when the listing began, by all answers so far: what is stored later may have been missed.
    private DateTimeOffset Now => clock.Earliest - time.GetElapsedTime(_began);

    // Without an entry, a date or an earlier bookmark nothing is known: a bookmark at the earliest time shows everything again.
    private DateTimeOffset Latest(DateTimeOffset? newest, DateTimeOffset? before)
    {
        var latest = newest > before || before is null ? newest : before;
        return Earlier(latest ?? DateTimeOffset.UnixEpoch + Overlap, _askedAt);
    }

    private static bool IsFarAhead(DateTimeOffset bookmark, DateTimeOffset now) => bookmark - now > Overlap;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
