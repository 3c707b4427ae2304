namespace OnsDlq.Listing;

/// <summary>
/// Cuts a range of store times into windows of at most as many pages as the service shows, oldest first, each of which is asked for once
/// if all goes well. Nothing is known at first but the range; every answer tells how many pages a window has, and the rest of the range
/// has what is left.
/// </summary>
/// <remarks>
/// Windows are disjoint and leave no ms out, whatever they turn out to hold: that the listing is complete never rests on an estimate or
/// on the order of a page, only what it costs does.
/// </remarks>
internal sealed class ListingPlan
{
    // What an estimate aims at; it errs by a few pages where entries come at random.
    private const double FullSize = 46;
    private const double Margin = 3;

    // Of many pages the first is to come soon, at the cost of a call; what is shorter is read as a whole before any of it is given.
    private const int ManyPages = 20;

    // From the first window to full ones in few steps: of each window the last page is but partly full.
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
    /// <param name="wanted">About how many entries are wanted; null where all are.</param>
    public ListingPlan(Window range, int? wanted)
    {
        _ahead.Push((range, 0));
        _hasLimit = wanted is not null;
        _size = wanted is { } few ? Math.Clamp(Math.Ceiling(few / (double)DeadLetterReader.PageSize), 1, FullSize) : 1;
    }

    /// <summary>The most pages a window may have to be worth reading: those that can be asked for, fewer while few entries are wanted.</summary>
    public int MostPages => _hasLimit && _size < FullSize ? Size + 1 : DeadLetterReader.LastPage;

    /// <summary>Whether a window that could be read as a whole is to be narrowed nevertheless, because the first results are to come soon.</summary>
    /// <param name="pages">How many pages it has.</param>
    public bool BeginsWithLess(int pages) => !_hasLimit && _isFirst && _misses == 0 && pages > ManyPages;

    /// <summary>How many pages a window that has too many is to be narrowed to.</summary>
    public int Size => _size < FullSize ? (int)Math.Ceiling(_size) : DeadLetterReader.LastPage;

    /// <summary>The window to ask for next, the same until it is answered for; null where nothing is left.</summary>
    public Window? Next()
    {
        if (!_ahead.TryPeek(out var front)) return null;
        return new Window(front.Range.From, _end ?? EndByDensity(front.Range.From));
    }

    /// <summary>Told that a window was listed to its end.</summary>
    /// <param name="window">The window that <see cref="Next"/> gave.</param>
    /// <param name="pages">How many pages it had.</param>
    public void Complete(Window window, int pages)
    {
        Leave(window, pages);
        _end = null;
        _misses = 0;
        _isFirst = false;
        if (pages > 1) _isWary = false;

        // Where there is next to nothing, longer and longer steps find what there is: an empty answer costs a call like any other.
        _stride = pages * 8 < _size ? _stride * 2 : 1;
        _size = Math.Min(FullSize, _size * Growth);
        if (!_hasLimit && !_isWary && _ahead.Sum(part => part.Pages) <= FullSize + Margin) _size = FullSize;
    }

    /// <summary>Told that a window has more pages than are worth reading; the next one is shorter.</summary>
    /// <param name="window">The window that <see cref="Next"/> gave, longer than one ms.</param>
    /// <param name="pages">How many pages it has.</param>
    /// <param name="cut">The last ms of the next window as the order of the pages tells it; null where it does not.</param>
    public void Narrow(Window window, int pages, long? cut)
    {
        Keep(window, pages);

        // What missed once is followed by a half, so that whatever the pages seemed to tell, an end is reached; but for the window that
        // ends where very many entries were stored at once, and is to end before them.
        var isBefore = _misses == 1 && cut == window.To;
        _end = _misses++ % 2 == 1 && !isBefore ? Middle(window) : cut is { } end ? Math.Clamp(end, window.From, window.To - 1) : null;
    }

    /// <summary>Told that a window could not be read as a whole; the next one is half of it.</summary>
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

            // What could not be read is not tried together with more.
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

    // What a window has, the rest of the range it is a part of does not have.
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
