namespace OnsDlq.Report;

/// <summary>A table of counts by kind, status and verdict, with a row for each of several labels or rounds.</summary>
internal static class CountMatrix
{
    /// <summary>Writes it; a column that would have only zeros is left out.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="caption">What is counted.</param>
    /// <param name="labels">The first columns: heading, and the text of a row; null where a row has none.</param>
    /// <param name="all">The counts of all rows, which say which columns there are.</param>
    /// <param name="rows">The rows: their texts, and their counts.</param>
    public static void Write(
        HtmlWriter html, string caption, IReadOnlyList<string> labels, RowCounts all, IEnumerable<(IReadOnlyList<string?> Texts, RowCounts Counts)> rows)
    {
        var columns = labels
            .Select((label, index) => ReportColumn<(IReadOnlyList<string?> Texts, RowCounts Counts)>.Value(label, row => row.Texts[index]))
            .ToList();
        Add("Dead letters", counts => counts[RowKind.DeadLetter]);
        foreach (var status in RowCounts.Statuses) Add(status, counts => counts.OfStatus(status));
        foreach (var verdict in RowCounts.Verdicts) Add(verdict, counts => counts.OfVerdict(verdict));
        if (columns.Count > labels.Count + 1) columns.Add(ReportColumn<(IReadOnlyList<string?> Texts, RowCounts Counts)>.Number("In all", row => row.Counts.Total));
        ReportTable.Write(html, caption, columns, rows);

        void Add(string heading, Func<RowCounts, long> read)
        {
            if (read(all) > 0) columns.Add(ReportColumn<(IReadOnlyList<string?> Texts, RowCounts Counts)>.Number(heading, row => read(row.Counts)));
        }
    }
}
