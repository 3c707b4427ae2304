namespace OnsDlq.Report;

/// <summary>
/// Counts rows by some texts, such as topic and tag. The number of different ones is limited, since a producer may give every message a tag of
/// its own; rows with others are counted together.
/// </summary>
/// <param name="names">What the texts are, as headings of columns.</param>
/// <param name="read">The texts of a row.</param>
internal sealed class LabelCounts(IReadOnlyList<string> names, Func<ReportRow, (string? First, string? Second, string? Third)> read)
{
    /// <summary>How many different ones are counted one by one.</summary>
    public const int MostLabels = 10_000;

    private readonly Dictionary<(string?, string?, string?), RowCounts> _counts = [];

    /// <summary>What the texts are.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>How many different ones there are.</summary>
    public int Count => _counts.Count;

    /// <summary>The rows that were not counted one by one; null where all were.</summary>
    public RowCounts? Others { get; private set; }

    /// <summary>Counts a row.</summary>
    public void Add(ReportRow row)
    {
        var label = read(row);
        if (!_counts.TryGetValue(label, out var counts))
        {
            if (_counts.Count < MostLabels) _counts.Add(label, counts = new RowCounts());
            else counts = Others ??= new RowCounts();
        }

        counts.Add(row);
    }

    /// <summary>The most frequent ones, the largest first; equal ones in the order of arrival.</summary>
    public IEnumerable<(IReadOnlyList<string?> Texts, RowCounts Counts)> Largest(int most) =>
        _counts.OrderByDescending(pair => pair.Value.Total).Take(most).Select(pair => ((IReadOnlyList<string?>)Texts(pair.Key), pair.Value));

    private string?[] Texts((string? First, string? Second, string? Third) label) =>
        new[] { label.First, label.Second, label.Third }[..names.Count];
}
