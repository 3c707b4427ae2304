using System.Globalization;

namespace OnsDlq.Report;

/// <summary>When dead letters were stored and messages were sent.</summary>
internal static class TimeSection
{
    public static ReportSection? Of(ReportContent content) =>
        content.Stored.IsEmpty && content.Sent.IsEmpty ? null : new("time", "Time line", html => Write(html, content));

    private static void Write(HtmlWriter html, ReportContent content)
    {
        if (!content.Stored.IsEmpty) Write(html, "When the dead letters were stored", content.Stored, [("Stored", "")]);
        if (!content.Sent.IsEmpty)
            Write(html, "When messages were resent", content.Sent, [.. RowCounts.Statuses.Select(status => (status, Meaning.ClassOf(status)))]);

        var without = content.All[RowKind.DeadLetter] + content.All.Resends - Total(content.Stored) - Total(content.Sent);
        if (without > 0) html.Element("p", $"{ReportText.Number(without)} more have no time: nothing was sent for them, or the input does not say when.", ("class", "quiet"));
    }

    private static long Total(TimeLine line) => Enumerable.Range(0, line.Series).Sum(line.TotalOf);

    private static void Write(HtmlWriter html, string title, TimeLine line, (string Name, string Class)[] series)
    {
        var columns = line.Columns().ToArray();
        var shown = Enumerable.Range(0, series.Length).Where(index => line.TotalOf(index) > 0).ToArray();
        using (html.Open("figure"))
        {
            html.Element("figcaption", $"{title}, in UTC. Each column is {ReportText.Length(line.Length)}.");
            foreach (var index in shown) Lane(html, title, series[index], [.. columns.Select(column => column.Counts[index])], columns);
            using (html.Open("div", ("class", "axis")))
            {
                using (html.Open("span")) html.Time(columns[0].Start);
                using (html.Open("span")) html.Time(columns[^1].Start + line.Length);
            }
        }

        html.Line();
        using (html.Open("details"))
        {
            html.Element("summary", "The same as a table");
            ReportTable.Write(
                html, $"{title}: how many from each time on, for {ReportText.Length(line.Length)}. Times with none are left out.",
                [
                    ReportColumn<TimeColumn>.Time("From (UTC)", column => column.Start),
                    .. shown.Select(index => ReportColumn<TimeColumn>.Number(series[index].Name, column => column.Counts[index])),
                ],
                columns.Where(column => column.Counts.Any(count => count > 0)));
        }
    }

    private static void Lane(HtmlWriter html, string title, (string Name, string Class) series, long[] counts, TimeColumn[] columns)
    {
        var total = counts.Sum();
        var most = counts.Max();
        var peak = columns[Array.IndexOf(counts, most)].Start;
        using (html.Open("div", ("class", "lane")))
        {
            using (html.Open("div"))
            {
                CountTable.Swatch(html, series.Class);
                html.Text($"{series.Name}: {ReportText.Number(total)}");
                html.Element("span", $", at most {ReportText.Number(most)} in one column", ("class", "quiet"));
            }

            var text = $"{title}, {series.Name}: {ReportText.Number(total)} in all, from {ReportText.Time(columns[0].Start)}; "
                + $"the most in one column, {ReportText.Number(most)}, from {ReportText.Time(peak)} UTC. The figures are in the table below.";
            using (html.Open(
                "svg", ("class", $"columns {series.Class}"), ("viewBox", $"0 0 {Place(counts.Length * 10)} 100"), ("preserveAspectRatio", "none"),
                ("role", "img"), ("aria-label", text)))
            {
                html.Element("title", text);
                // Few columns are not as wide as they could be, so that they still look like columns.
                var width = Math.Min(8, 0.8 * counts.Length);
                for (var index = 0; index < counts.Length; index++)
                {
                    if (counts[index] == 0) continue;
                    var height = Math.Max(96.0 * counts[index] / most, 3);
                    var x = (index * 10) + 5 - (width / 2);
                    html.Void("rect", ("x", Place(x)), ("y", Place(100 - height)), ("width", Place(width)), ("height", Place(height)));
                }
            }
        }
    }

    private static string Place(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
