namespace OnsDlq.Report;

/// <summary>What is known of the effect of the resends.</summary>
internal static class EvidenceSection
{
    public static ReportSection? Of(ReportContent content) =>
        content.All.Judged == 0 ? null : new("evidence", "What the resends did", html => Write(html, content));

    private static void Write(HtmlWriter html, ReportContent content)
    {
        CountRow[] rows = [.. RowCounts.Verdicts.Select(verdict =>
            new CountRow(verdict, content.All.OfVerdict(verdict), Meaning.ClassOf(verdict), Meaning.OfVerdict(verdict)))];
        CountTable.WriteWhole(html, "Resends by evidence", rows);
        CountTable.Write(html, "Resends by evidence", "Verdict", rows, hasPercent: false);
        if (content.Undecided.Count == 0) return;
        CountTable.Write(
            html, "Why it is not known yet", "Reason",
            content.Undecided.OrderByDescending(one => one.Value).Select(one => new CountRow(one.Key, one.Value, "idle", Meaning.OfVerdictReason(one.Key))),
            hasPercent: false);
    }
}
