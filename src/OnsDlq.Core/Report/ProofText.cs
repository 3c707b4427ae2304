using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>What is proven of the runs of a report: never a share without what it rests on.</summary>
internal static class ProofText
{
    private const int MostRuns = 5;

    /// <summary>Writes what is proven of each run; nothing where nothing is.</summary>
    public static void Write(HtmlWriter html, ReportContent content)
    {
        var proven = content.Runs.Where(run => run.ConsumedAtLeast is not null).ToArray();
        foreach (var run in proven.Take(MostRuns))
        {
            using (html.Open("div", ("class", run.ConsumedAtLeast > 0 ? "note good" : "note")))
            {
                using (html.Open("p")) html.Element("strong", Claim(run.ConsumedAtLeast!.Value));
                using (html.Open("p", ("class", "quiet")))
                {
                    html.Text("Run ").Value(SafeText.Of(run.RunId, SafeText.LongestName), "id");
                    html.Text($": {run.ConsumedBasis}.");
                }
            }
        }

        if (proven.Length > MostRuns) html.Element("p", $"{ReportText.Count(proven.Length - MostRuns, "more run")} are proven something of, too.", ("class", "quiet"));
    }

    // The share is rounded down already.
    private static string Claim(double share) => share switch
    {
        0 => "Not one of the messages that were or may have been sent is known to be consumed.",
        1 => "All of the messages that were or may have been sent were consumed.",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"At least {share * 100:0.0} % of the messages that were or may have been sent were consumed."),
    };
}
