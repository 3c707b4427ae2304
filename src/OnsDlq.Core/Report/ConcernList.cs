namespace OnsDlq.Report;

/// <summary>The rows to list for one concern, up to a limit, and how many there are in all.</summary>
/// <param name="rank">What comes first in the list, and stays in it; null for the order of arrival.</param>
internal sealed class ConcernList(Func<ReportRow, long>? rank = null)
{
    /// <summary>How many are listed at most.</summary>
    public const int MostRows = 100;

    private readonly SortedSet<(long Rank, long Arrival)> _order = [];
    private readonly Dictionary<(long, long), ReportRow> _rows = [];
    private long _arrivals;

    /// <summary>How many there are, listed or not.</summary>
    public long Total { get; private set; }

    /// <summary>How many are not listed.</summary>
    public long Left => Total - _order.Count;

    /// <summary>Those to list, in their order.</summary>
    public IEnumerable<ReportRow> Rows => _order.Select(place => _rows[place]);

    /// <summary>Adds a row.</summary>
    public void Add(ReportRow row)
    {
        Total++;
        var place = (Rank: rank?.Invoke(row) ?? 0, Arrival: ++_arrivals);
        if (_order.Count == MostRows)
        {
            var last = _order.Max;
            if (place.CompareTo(last) > 0) return;
            _order.Remove(last);
            _rows.Remove(last);
        }

        _order.Add(place);
        _rows.Add(place, row);
    }

    /// <summary>Removes the rows of a message, where they are listed.</summary>
    public void Settle(ReportRow row)
    {
        foreach (var place in _order.Where(place => IsSame(_rows[place], row)).ToArray())
        {
            Total--;
            _order.Remove(place);
            _rows.Remove(place);
        }
    }

    private static bool IsSame(ReportRow one, ReportRow other) =>
        one.MsgId.Equals(other.MsgId, StringComparison.OrdinalIgnoreCase)
        && (one.GroupId is null || other.GroupId is null || one.GroupId.Equals(other.GroupId, StringComparison.OrdinalIgnoreCase));
}
