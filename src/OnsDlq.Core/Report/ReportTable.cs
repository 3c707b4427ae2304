namespace OnsDlq.Report;

/// <summary>
/// Writes tables. The roles are those that the elements have anyway: on a narrow screen each row becomes a block, and without its roles it would
/// be no row for a screen reader any more.
/// </summary>
internal static class ReportTable
{
    /// <summary>Writes a table; the first column has the headings of its rows.</summary>
    public static void Write<T>(HtmlWriter html, string caption, IReadOnlyList<ReportColumn<T>> columns, IEnumerable<T> rows)
    {
        using (html.Open("table", ("role", "table")))
        {
            html.Element("caption", caption);
            using (html.Open("thead", ("role", "rowgroup")))
            using (html.Open("tr", ("role", "row")))
            {
                foreach (var column in columns)
                    html.Element("th", column.Heading, ("scope", "col"), ("role", "columnheader"), ("class", column.Class));
            }

            html.Line();
            using (html.Open("tbody", ("role", "rowgroup")))
                foreach (var row in rows) Write(html, columns, row);
        }

        html.Line();
    }

    private static void Write<T>(HtmlWriter html, IReadOnlyList<ReportColumn<T>> columns, T row)
    {
        using (html.Open("tr", ("role", "row")))
        {
            using (html.Open("th", ("scope", "row"), ("role", "rowheader"), ("class", columns[0].Class)))
            using (html.Open("div")) columns[0].Write(html, row);
            foreach (var column in columns.Skip(1))
            {
                // The grid of a narrow screen has a place for the label and one for all of the content.
                using (html.Open("td", ("role", "cell"), ("class", column.Class), ("data-label", column.Heading)))
                using (html.Open("div")) column.Write(html, row);
            }
        }

        html.Line();
    }
}
