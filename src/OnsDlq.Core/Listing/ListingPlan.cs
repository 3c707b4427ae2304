namespace OnsDlq.Listing;

/// <summary>
/// Divides a range of store times into windows that have no more pages than the service shows, oldest first, with as few calls as possible.
/// At first only the range is known. Every answer tells how many pages a window has; from that the plan estimates the density of the rest of the
/// range.
/// </summary>
/// <remarks>
/// Windows never overlap and leave no ms out. So a complete listing does not depend on any estimate or on the order of a page; only the number
/// of calls does.
/// </remarks>
internal sealed class ListingPlan
{
    // The number of pages that an estimate aims at; it may be wrong by a few pages where entries come at random.
    private const double FullSize = 46;
    private const double Margin = 3;

    // From this number of pages on, the first window is made shorter, so that the first results come soon, at the cost of one call; a shorter
    // range is read completely before anything is given.
    private const int ManyPages = 20;

    // Window sizes grow quickly, since the last page of every window is only partly filled, which costs calls.
    private const double Growth = 4;

    private readonly Stack<(Window Range, double Pages)> _ahead = new();
    private readonly bool _hasLimit;
    private double _size;
    private double _stride = 1;
    private long? _end;
    private int _misses;
    private bool _isWary;
    private bool _isFirst = true;

    /// <summary>Begins with a whole range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="wanted">About how many entries are wanted; null for all.</param>
    public ListingPlan(Window range, int? wanted)
    {
        _ahead.Push((range, 0));
        _hasLimit = wanted is not null;
        _size = wanted is { } few ? Math.Clamp(Math.Ceiling(few / (double)DeadLetterReader.PageSize), 1, FullSize) : 1;
    }

    /// <summary>The most pages that a window may have to be read: as many as the service shows, or fewer where few entries are wanted.</summary>
    public int MostPages => _hasLimit && _size < FullSize ? Size + 1 : DeadLetterReader.LastPage;

    /// <summary>Whether to narrow a window although it could be read completely, so that the first results come soon.</summary>
    /// <param name="pages">How many pages it has.</param>
    public bool BeginsWithLess(int pages) => !_hasLimit && _isFirst && _misses == 0 && pages > ManyPages;

    /// <summary>The number of pages to narrow a window to that has too many.</summary>
    public int Size => _size < FullSize ? (int)Math.Ceiling(_size) : DeadLetterReader.LastPage;

    /// <summary>The window to ask for next, the same until its result is reported; null where nothing is left.</summary>
    public Window? Next()
    {
        if (!_ahead.TryPeek(out var front)) return null;
        return new Window(front.Range.From, _end ?? EndByDensity(front.Range.From));
    }

    /// <summary>Reports that a window was listed completely.</summary>
    /// <param name="window">The window that <see cref="Next"/> gave.</param>
    /// <param name="pages">How many pages it had.</param>
    public void Complete(Window window, int pages)
    {
        Leave(window, pages);
        _end = null;
        _misses = 0;
        _isFirst = false;
        if (pages > 1) _isWary = false;

        // In an almost empty range the windows get longer and longer: an empty answer costs as much as any other.
        _stride = pages * 8 < _size ? _stride * 2 : 1;
        _size = Math.Min(FullSize, _size * Growth);
        if (!_hasLimit && !_isWary && _ahead.Sum(part => part.Pages) <= FullSize + Margin) _size = FullSize;
    }

    /// <summary>Reports that a window has too many pages; the next one is shorter.</summary>
    /// <param name="window">The window that <see cref="Next"/> gave, longer than one ms.</param>
    /// <param name="pages">How many pages it has.</param>
    /// <param name="cut">The last ms of the next window, estimated from the order of the pages; null where that gives none.</param>
    public void Narrow(Window window, int pages, long? cut)
    {
        Keep(window, pages);

        // After a wrong estimate the window is halved (bisection), so that the search always ends. The exception is a window that ends where
        // very many entries were stored at once: it has to end before them.
        var isBefore = _misses == 1 && cut == window.To;
        _end = _misses++ % 2 == 1 && !isBefore ? Middle(window) : cut is { } end ? Math.Clamp(end, window.From, window.To - 1) : null;
    }

    /// <summary>Reports that a window could not be read completely; the next one is half of it.</summary>
    /// <param name="window">The window that <see cref="Next"/> gave, longer than one ms.</param>
    /// <param name="pages">How many pages it has.</param>
    public void Halve(Window window, int pages)
    {
        Keep(window, pages);
        _isFirst = false;
        _size = Math.Max(1, pages / 2.0);
        _end = Middle(window);
        _isWary = true;
    }

    private static long Middle(Window window) => window.From + ((window.Length / 2) - 1);

    private long EndByDensity(long from)
    {
        var end = from;
        var pages = _size * _stride;
        var margin = _size < FullSize ? 0 : Margin;
        foreach (var (range, share) in _ahead)
        {
            if (share > pages + margin) return Math.Max(end, range.From - 1 + (long)(range.Length * (pages / share)));
            pages = Math.Max(0, pages - share);
            end = range.To;

            // A window that could not be read is not extended.
            if (_isWary) break;
        }

        return end;
    }

    private void Keep(Window window, int pages)
    {
        Leave(window, pages);
        _ahead.Push((window, pages));
        _stride = 1;
    }

    // Subtracts a window's pages from those of the range that it is a part of.
    private void Leave(Window window, int pages)
    {
        var known = 0.0;
        while (_ahead.TryPeek(out var front) && front.Range.From <= window.To)
        {
            _ahead.Pop();
            known += front.Pages;
            if (front.Range.To > window.To) _ahead.Push((front.Range with { From = window.To + 1 }, Math.Max(0, known - pages)));
        }
    }
}
