namespace OnsDlq.Report;

/// <summary>The totals of resends by status, of skipped ones by reason, and of errors by code.</summary>
internal static class OutcomeSection
{
    private const int MostCodes = 20;

    public static ReportSection? Of(ReportContent content) =>
        content.All.Resends == 0 ? null : new("outcomes", "Resends by status", html => Write(html, content));

    private static void Write(HtmlWriter html, ReportContent content)
    {
        CountRow[] rows = [.. RowCounts.Statuses.Select(status =>
            new CountRow(status, content.All.OfStatus(status), Meaning.ClassOf(status), Meaning.OfStatus(status)))];
        CountTable.WriteWhole(html, "Resends by status", rows);
        CountTable.Write(html, "Resends by status", "Status", rows);
        if (content.Skipped.Count > 0)
        {
            CountTable.Write(
                html, "Messages that were not sent, by reason", "Reason",
                content.Skipped.OrderByDescending(one => one.Value).Select(one => new CountRow(one.Key, one.Value, "idle", Meaning.OfReason(one.Key))));
        }

        if (content.ByError.Count == 0) return;
        var codes = content.ByError.Largest(MostCodes).Select(one => new CountRow(one.Texts[0] ?? "", one.Counts.Total, "warn", IsOwnWord: false)).ToArray();
        var left = content.ByError.Count - codes.Length;
        CountTable.Write(
            html, left > 0 ? $"The most frequent error codes ({ReportText.Number(left)} more are not listed)" : "Error codes", "Error code", codes);
    }
}
