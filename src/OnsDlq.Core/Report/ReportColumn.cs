namespace OnsDlq.Report;

/// <summary>A column of a table.</summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="Heading">Its heading.</param>
/// <param name="Write">Writes the content of a cell.</param>
/// <param name="Class">The class of its cells; null for text.</param>
internal sealed record ReportColumn<T>(string Heading, Action<HtmlWriter, T> Write, string? Class = null)
{
    /// <summary>A column of numbers.</summary>
    public static ReportColumn<T> Number(string heading, Func<T, long> read) => new(
        heading,
        (html, row) => html.Element("span", ReportText.Number(read(row)), ("class", read(row) == 0 ? "zero" : null)),
        "number");

    /// <summary>A column of values of unknown origin.</summary>
    public static ReportColumn<T> Value(string heading, Func<T, string?> read, string? classes = null) =>
        new(heading, (html, row) => html.Value(read(row), classes));

    /// <summary>A column of times.</summary>
    public static ReportColumn<T> Time(string heading, Func<T, DateTimeOffset?> read) => new(heading, (html, row) => html.Time(read(row)), "time");
}
