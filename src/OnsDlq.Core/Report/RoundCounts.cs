namespace OnsDlq.Report;

/// <summary>Counts rows by their round.</summary>
internal sealed class RoundCounts
{
    /// <summary>This round and all later ones are counted together.</summary>
    public const int Last = 10;

    private readonly RowCounts?[] _counts = new RowCounts?[Last + 1];

    /// <summary>The rounds that occur, the first one first; 0 for rows without a round.</summary>
    public IEnumerable<(int Round, RowCounts Counts)> All =>
        from round in Enumerable.Range(1, Last).Append(0) where _counts[round] is not null select (round, _counts[round]!);

    /// <summary>Counts a row.</summary>
    public void Add(ReportRow row) => (_counts[Math.Clamp(row.Round ?? 0, 0, Last)] ??= new RowCounts()).Add(row);
}
