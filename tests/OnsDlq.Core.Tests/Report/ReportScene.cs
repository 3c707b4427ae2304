using System.Text;
using System.Xml.Linq;
using OnsDlq.Messages;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

/// <summary>Reports of rows, read again as XML: a page that is not well-formed fails every test.</summary>
public abstract class ReportScene
{
    private protected static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private protected static XNamespace Html => "http://www.w3.org/1999/xhtml";

    private protected static string Text(params IEnumerable<ReportRow> rows) => Text(Content(rows));

    private protected static string Text(ReportContent content)
    {
        using var output = new StringWriter(new StringBuilder());
        ReportPage.Write(output, content);
        return output.ToString();
    }

    private protected static XDocument Page(params IEnumerable<ReportRow> rows) => XDocument.Parse(Text(rows), LoadOptions.PreserveWhitespace);

    private protected static ReportContent Content(params IEnumerable<ReportRow> rows)
    {
        var content = new ReportContent(Now) { MadeAt = Now };
        foreach (var row in rows) content.Add(row);
        return content;
    }

    private protected static ReportRow Result(string msgId, string status = StatusName.Accepted, string? reason = null) => new()
    {
        Kind = RowKind.Result,
        MsgId = msgId,
        GroupId = "GID_orders",
        Topic = "orders",
        Tag = "paid",
        Status = status,
        SkipReason = reason,
        Round = 1,
        Time = Now,
    };

    private protected static ReportRow Letter(string msgId, double hoursLeft = 48) => new()
    {
        Kind = RowKind.DeadLetter,
        MsgId = msgId,
        GroupId = "GID_orders",
        Topic = "orders",
        Tag = "paid",
        Round = 1,
        Time = Now.AddHours(hoursLeft - 72),
        ExpiresAt = Now.AddHours(hoursLeft),
    };

    /// <summary>The section with an ID; null where there is none.</summary>
    private protected static XElement? Section(XDocument page, string id) =>
        page.Descendants(Html + "section").SingleOrDefault(section => (string?)section.Attribute("id") == id);

    /// <summary>The rows of the table whose caption begins with a text, as the texts of their cells.</summary>
    private protected static string[][] Table(XContainer part, string caption)
    {
        var table = part.Descendants(Html + "table").Single(one => one.Element(Html + "caption")!.Value.StartsWith(caption, StringComparison.Ordinal));
        return [.. table.Element(Html + "tbody")!.Elements().Select(row => row.Elements().Select(cell => cell.Value.Trim()).ToArray())];
    }
}
