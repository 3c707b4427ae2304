namespace OnsDlq.Report;

/// <summary>The counts by topic and tag, and by consumer group where there are several.</summary>
internal static class LabelSection
{
    private const int MostRows = 50;

    public static ReportSection? OfTopics(ReportContent content) =>
        !content.HasTopics ? null : new("topics", "By topic and tag", html => Write(html, "By topic and tag", content.ByTopic, content.All));

    public static ReportSection? OfGroups(ReportContent content) =>
        content.ByGroup.Count < 2 ? null : new("groups", "By consumer group", html => Write(html, "By consumer group", content.ByGroup, content.All));

    private static void Write(HtmlWriter html, string title, LabelCounts labels, RowCounts all)
    {
        var left = labels.Count - MostRows;
        var caption = left > 0
            ? $"{title}: the {MostRows} with the most, of {ReportText.Number(labels.Count)}. {ReportText.Number(left)} more are not listed."
            : $"{title}, the most frequent first.";
        CountMatrix.Write(html, caption, labels.Names, all, labels.Largest(MostRows));
        if (labels.Others is { } others)
        {
            html.Element(
                "p",
                $"After the first {ReportText.Number(LabelCounts.MostLabels)} different ones, others were not counted one by one: {ReportText.Count(others.Total, "object")} in all.",
                ("class", "quiet"));
        }
    }
}
