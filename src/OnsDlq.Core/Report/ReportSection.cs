namespace OnsDlq.Report;

/// <summary>A section of a report.</summary>
/// <param name="Id">By what the table of contents finds it.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Write">Writes what is below the heading.</param>
internal sealed record ReportSection(string Id, string Title, Action<HtmlWriter> Write);
