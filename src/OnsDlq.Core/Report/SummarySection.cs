using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>The first section: the figures that matter most.</summary>
internal static class SummarySection
{
    public static ReportSection Of(ReportContent content) => new("summary", "In short", html => Write(html, content));

    /// <summary>The report in one or two sentences.</summary>
    public static string Lead(ReportContent content)
    {
        var all = content.All;
        if (all.Total == 0) return content.Runs.Count > 0 ? "The journal has no attempt of this run." : "There was nothing to report: the input had no message.";
        var parts = new List<string>();
        if (all[RowKind.DeadLetter] is > 0 and var letters) parts.Add(ReportText.Count(letters, "dead letter"));
        if (all[RowKind.Result] is > 0 and var results) parts.Add($"{ReportText.Count(results, "result")} of resends");
        if (all[RowKind.Attempt] is > 0 and var attempts) parts.Add($"{ReportText.Count(attempts, "attempt")} to resend");
        if (all[RowKind.Evidence] is > 0 and var evidence) parts.Add($"the evidence on {ReportText.Count(evidence, "resend")}");
        return $"This report is on {string.Join(", ", parts)}.";
    }

    private static void Write(HtmlWriter html, ReportContent content)
    {
        var all = content.All;
        if (all.Total == 0)
        {
            html.Element("p", Lead(content), ("class", "note"));
            return;
        }

        using (html.Open("dl", ("class", "cards")))
        {
            Card(html, "Dead letters", all[RowKind.DeadLetter], "busy", "entries of the queue");
            foreach (var status in RowCounts.Statuses)
                Card(html, status, all.OfStatus(status), Meaning.ClassOf(status), $"of {ReportText.Count(all.Resends, all[RowKind.Result] > 0 ? "result" : "attempt")}");
            foreach (var verdict in RowCounts.Verdicts)
                Card(html, verdict, all.OfVerdict(verdict), Meaning.ClassOf(verdict), $"of {ReportText.Count(all.Judged, "resend")} with evidence");
            Card(html, "Expired", content.Expired, "idle", "deleted by the service before they were settled");
        }

        ProofText.Write(html, content);
        People(html, content);
    }

    private static void People(HtmlWriter html, ReportContent content)
    {
        var some = content.Concerns.Where(one => one.Value.Total > 0).ToArray();
        if (some.Length == 0)
        {
            // Of what was accepted, nothing proves yet that it was consumed, or that it did not come back.
            var isAsked = content.All.Judged > 0 || content.All.OfStatus(StatusName.Accepted) == 0;
            var unasked = isAsked ? "" : " Nobody has asked yet what became of the accepted ones.";
            html.Element("p", ConcernSection.None + unasked, ("class", isAsked ? "note good" : "note"));
            return;
        }

        using (html.Open("div", ("class", "note doubt")))
        {
            using (html.Open("p")) html.Element("strong", "These need a person:");
            using (html.Open("ul"))
            {
                foreach (var (concern, list) in some)
                {
                    using (html.Open("li"))
                    {
                        html.Element("a", $"{Meaning.Of(concern).Title}: {ReportText.Number(list.Total)}", ("href", $"#{ConcernSection.IdOf(concern)}"));
                        html.Text($" – {Meaning.Of(concern).Short}");
                    }
                }
            }
        }

        html.Line();
    }

    private static void Card(HtmlWriter html, string name, long count, string classes, string about)
    {
        if (count == 0) return;
        using (html.Open("div", ("class", classes)))
        {
            html.Element("dt", name);
            using (html.Open("dd"))
            {
                html.Text(ReportText.Number(count));
                html.Element("small", about);
            }
        }
    }
}
