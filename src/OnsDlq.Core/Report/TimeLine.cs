namespace OnsDlq.Report;

/// <summary>
/// Counts moments in columns of equal length. The length adapts to the range of the moments, so that there are never more columns than fit;
/// it does not depend on their order.
/// </summary>
internal sealed class TimeLine
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 60;

    private const long Day = 86_400;

    // In seconds. Each is a multiple of the one before, so columns can be joined; after a day they double.
    private static readonly long[] Lengths = [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200, Day];

    private readonly long[] _totals;
    private Dictionary<long, long[]> _columns = [];
    private long _length = 1;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Makes one.</summary>
    /// <param name="series">How many series are counted side by side.</param>
    public TimeLine(int series) => _totals = new long[series];

    /// <summary>Whether there is no moment in it.</summary>
    public bool IsEmpty => _columns.Count == 0;

    /// <summary>The length of a column.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(_length);

    /// <summary>How many series there are.</summary>
    public int Series => _totals.Length;

    /// <summary>How many moments a series has.</summary>
    public long TotalOf(int series) => _totals[series];

    /// <summary>Counts a moment.</summary>
    public void Add(DateTimeOffset time, int series)
    {
        var second = time.ToUnixTimeSeconds();
        (_first, _last) = (Math.Min(_first, second), Math.Max(_last, second));
        while (Floor(_last) - Floor(_first) >= MostColumns) Join();
        var column = Floor(second);
        if (!_columns.TryGetValue(column, out var counts)) _columns.Add(column, counts = new long[_totals.Length]);
        counts[series]++;
        _totals[series]++;
    }

    /// <summary>Every column from the first moment to the last one, those without moments included.</summary>
    public IEnumerable<TimeColumn> Columns()
    {
        if (IsEmpty) yield break;
        for (var column = Floor(_first); column <= Floor(_last); column++)
            yield return new(DateTimeOffset.FromUnixTimeSeconds(Math.Max(column * _length, DateTimeOffset.MinValue.ToUnixTimeSeconds())), Of(column));
    }

    private long[] Of(long column) => _columns.TryGetValue(column, out var counts) ? counts : new long[_totals.Length];

    private void Join()
    {
        _length = Array.Find(Lengths, length => length > _length) is > 0 and var next ? next : _length * 2;
        var before = _columns;
        _columns = [];
        foreach (var (start, counts) in before)
        {
            // The columns still have the number that they had with the shorter length.
            var column = Floor(start * LengthBefore(_length));
            if (!_columns.TryGetValue(column, out var sum)) _columns.Add(column, sum = new long[_totals.Length]);
            for (var series = 0; series < sum.Length; series++) sum[series] += counts[series];
        }
    }

    private static long LengthBefore(long length) => length > Day ? length / 2 : Lengths[Array.IndexOf(Lengths, length) - 1];

    // Moments before 1970 round down, too.
    private long Floor(long second) => second >= 0 ? second / _length : -((-second + _length - 1) / _length);
}
