namespace OnsDlq.Report;

/// <summary>The counts by round.</summary>
internal static class RoundSection
{
    public static ReportSection? Of(ReportContent content) =>
        content.ByRound.All.Any(one => one.Round > 0) ? new("rounds", "Rounds", html => Write(html, content)) : null;

    private static void Write(HtmlWriter html, ReportContent content)
    {
        html.Element("p", "A round is one stay of a message in the queue: round 2 means that it was resent and came back.");
        CountMatrix.Write(html, "By round.", ["Round"], content.All, content.ByRound.All.Select(one => (Name(one.Round), one.Counts)));
    }

    private static IReadOnlyList<string?> Name(int round) => [round switch
    {
        0 => "not known",
        RoundCounts.Last => $"{ReportText.Number(round)} and later",
        _ => ReportText.Number(round),
    }];
}
