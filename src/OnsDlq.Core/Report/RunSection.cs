using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>The runs that a report is on.</summary>
internal static class RunSection
{
    /// <summary>How many are shown.</summary>
    public const int MostRows = 50;

    public static ReportSection? Of(ReportContent content) =>
        content.Runs.Count == 0 ? null : new("runs", content.Runs.Count == 1 ? "The run" : "The runs", html => Write(html, content.Runs));

    private static void Write(HtmlWriter html, IReadOnlyList<ResendRun> runs)
    {
        var left = runs.Count - MostRows;
        ReportTable.Write(
            html, left > 0 ? $"The first {MostRows} of {ReportText.Number(runs.Count)} runs; {ReportText.Number(left)} more are not listed." : "As the journal has it.",
            [
                ReportColumn<ResendRun>.Value("Run", run => Clean(run.RunId), "id"),
                ReportColumn<ResendRun>.Time("Began (UTC)", run => run.StartTime),
                ReportColumn<ResendRun>.Time("Ended (UTC)", run => run.EndTime),
                new ReportColumn<ResendRun>("State", State),
                ReportColumn<ResendRun>.Value("By", run => Clean(run.User)),
                ReportColumn<ResendRun>.Value("Reason", run => Clean(run.Reason)),
                new ReportColumn<ResendRun>("Not sent", (writer, run) => writer.Text(run.Skipped is { } skipped ? ReportText.Number(skipped) : "not known"), "number"),
            ],
            runs.Take(MostRows));
    }

    private static void State(HtmlWriter html, ResendRun run)
    {
        html.Text(run.State);
        if (Clean(run.StoppedBy) is not { } by) return;
        using (html.Open("small")) html.Value(by);
    }

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : SafeText.Of(text, ReportRow.LongestWords);
}
