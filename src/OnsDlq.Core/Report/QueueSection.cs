namespace OnsDlq.Report;

/// <summary>The dead letters by what became of their last resend.</summary>
internal static class QueueSection
{
    public static ReportSection? Of(ReportContent content) =>
        content.States.Count == 0 ? null : new("queue", "Dead letters by their last resend", html => Write(html, content));

    private static void Write(HtmlWriter html, ReportContent content)
    {
        CountRow[] rows = [.. content.States.OrderByDescending(one => one.Value).Select(one =>
            new CountRow(one.Key.Length == 0 ? "Never resent" : one.Key, one.Value, Meaning.ClassOf(one.Key), Meaning.OfState(one.Key)))];
        CountTable.WriteWhole(html, "Dead letters by their last resend", rows);
        CountTable.Write(html, "Dead letters by their last resend", "State", rows);
    }
}
