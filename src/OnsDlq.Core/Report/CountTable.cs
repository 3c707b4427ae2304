namespace OnsDlq.Report;

/// <summary>A table of counts, each with its share as a bar.</summary>
internal static class CountTable
{
    private const int Whole = 1000;

    /// <summary>Writes it.</summary>
    /// <param name="html">Takes it.</param>
    /// <param name="caption">What is counted.</param>
    /// <param name="heading">The heading of the first column.</param>
    /// <param name="rows">The counts; those that are 0 are left out.</param>
    /// <param name="hasPercent">Whether a share is told in percent; of what only a sample was asked for, that would say more than is known.</param>
    public static void Write(HtmlWriter html, string caption, string heading, IEnumerable<CountRow> rows, bool hasPercent = true)
    {
        var shown = rows.Where(row => row.Count > 0).ToArray();
        var total = shown.Sum(row => row.Count);
        ReportTable.Write(
            html, $"{caption}: {ReportText.Number(total)} in all.",
            [
                new ReportColumn<CountRow>(heading, Name),
                ReportColumn<CountRow>.Number("Number", row => row.Count),
                new ReportColumn<CountRow>("Share", (writer, row) => Share(writer, row, total, hasPercent), "share"),
            ],
            shown);
    }

    /// <summary>Writes all counts as the parts of one bar, with a legend in the same order.</summary>
    public static void WriteWhole(HtmlWriter html, string title, IReadOnlyList<CountRow> rows)
    {
        var shown = rows.Where(row => row.Count > 0).ToArray();
        var total = shown.Sum(row => row.Count);
        var text = string.Join(", ", shown.Select(row => $"{ReportText.Number(row.Count)} {row.Name}"));
        using (html.Open("svg", ("class", "whole"), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", $"{title}: {text}.")))
        {
            html.Element("title", $"{title}: {text}.");
            double left = 0;
            foreach (var row in shown)
            {
                var width = (double)Whole * row.Count / total;
                // A part of one in a million can still be seen.
                html.Void("rect", ("class", row.Class), ("x", Place(left)), ("y", "0"), ("width", Place(Math.Max(width - 2, 1.5))), ("height", "10"));
                left += width;
            }
        }

        using (html.Open("ul", ("class", "legend")))
        {
            foreach (var row in shown)
            {
                using (html.Open("li"))
                {
                    Swatch(html, row.Class);
                    html.Text($"{row.Name}: {ReportText.Number(row.Count)}");
                }
            }
        }

        html.Line();
    }

    /// <summary>Writes a small square in a colour.</summary>
    public static void Swatch(HtmlWriter html, string classes)
    {
        using (html.Open("svg", ("class", $"swatch {classes}"), ("viewBox", "0 0 1 1"), ("aria-hidden", "true")))
            html.Void("rect", ("width", "1"), ("height", "1"));
    }

    private static void Name(HtmlWriter html, CountRow row)
    {
        Swatch(html, row.Class);
        if (row.IsOwnWord) html.Text(row.Name);
        else html.Value(row.Name);
        if (row.Meaning.Length > 0) html.Element("small", row.Meaning);
    }

    private static void Share(HtmlWriter html, CountRow row, long total, bool hasPercent)
    {
        using (html.Open(
            "svg", ("class", $"bar {row.Class}"), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")))
        {
            html.Void("rect", ("class", "track"), ("width", "1000"), ("height", "10"));
            html.Void("rect", ("width", Place(Math.Max((double)Whole * row.Count / total, 4))), ("height", "10"));
        }

        html.Text(hasPercent ? ReportText.Share(row.Count, total) : $"of {ReportText.Number(total)}");
    }

    private static string Place(double number) => number.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
