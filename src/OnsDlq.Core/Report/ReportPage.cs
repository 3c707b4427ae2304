using OnsDlq.Signing;

namespace OnsDlq.Report;

/// <summary>
/// Writes a report as one page of HTML: without script, and with a content policy under which a browser runs none and loads nothing, whatever
/// the messages hold.
/// </summary>
internal static class ReportPage
{
    private const string Title = "Dead-letter report";

    public static void Write(TextWriter output, ReportContent content)
    {
        ReportSection[] sections =
        [
            .. new[]
            {
                SummarySection.Of(content), RunSection.Of(content), EvidenceSection.Of(content), OutcomeSection.Of(content), QueueSection.Of(content),
                TimeSection.Of(content), LabelSection.OfTopics(content), LabelSection.OfGroups(content), RoundSection.Of(content),
                // The lists are long, so they come last; the first section has links to them.
                ConcernSection.Of(content),
            }.OfType<ReportSection>(),
        ];
        output.Write("<!DOCTYPE html>\n");
        var html = new HtmlWriter(output);
        using (html.Open("html", ("xmlns", "http://www.w3.org/1999/xhtml"), ("lang", "en")))
        {
            Head(html, content);
            using (html.Open("body"))
            {
                html.Element("a", "Skip to the content", ("class", "skip"), ("href", "#content"));
                Header(html, content);
                Contents(html, sections);
                using (html.Open("main", ("id", "content")))
                    foreach (var section in sections) Section(html, section);
                Footer(html, content);
            }
        }

        html.Line();
    }

    private static void Head(HtmlWriter html, ReportContent content)
    {
        using (html.Open("head"))
        {
            html.Void("meta", ("charset", "utf-8"));
            html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", PageStyle.Policy));
            html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
            html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
            html.Void("meta", ("name", "referrer"), ("content", "no-referrer"));
            html.Void("meta", ("name", "robots"), ("content", "noindex"));
            html.Void("meta", ("name", "generator"), ("content", UserAgent.Value));
            html.Element("title", $"{Title}, {ReportText.Time(content.MadeAt)} UTC");
            html.Style(PageStyle.Css);
        }

        html.Line();
    }

    private static void Header(HtmlWriter html, ReportContent content)
    {
        using (html.Open("header"))
        {
            html.Element("p", "OnsDlq", ("class", "brand"));
            html.Element("h1", Title);
            html.Element("p", SummarySection.Lead(content), ("class", "lead"));
            using (html.Open("dl", ("class", "facts")))
            {
                html.Element("dt", "Made");
                using (html.Open("dd"))
                {
                    html.Time(content.MadeAt);
                    html.Text(" UTC. All times in this report are in UTC.");
                }

                Groups(html, content.ByGroup);
            }
        }

        html.Line();
    }

    private static void Groups(HtmlWriter html, LabelCounts groups)
    {
        if (groups.Count == 0) return;
        if (groups.Count > 1)
        {
            html.Element("dt", "Consumer groups");
            html.Element("dd", $"{ReportText.Number(groups.Count)}{(groups.Others is null ? "" : " or more")}, see below");
            return;
        }

        var (texts, _) = groups.Largest(1).Single();
        foreach (var (name, text) in groups.Names.Zip(texts))
        {
            if (text is null) continue;
            html.Element("dt", name);
            using (html.Open("dd")) html.Value(text);
        }
    }

    private static void Contents(HtmlWriter html, ReportSection[] sections)
    {
        if (sections.Length < 2) return;
        using (html.Open("nav", ("aria-label", "Contents")))
        using (html.Open("ul"))
        {
            foreach (var section in sections)
            {
                using (html.Open("li")) html.Element("a", section.Title, ("href", $"#{section.Id}"));
            }
        }

        html.Line();
    }

    private static void Section(HtmlWriter html, ReportSection section)
    {
        using (html.Open("section", ("id", section.Id), ("aria-labelledby", $"{section.Id}-title")))
        {
            html.Element("h2", section.Title, ("id", $"{section.Id}-title"));
            html.Line();
            section.Write(html);
        }

        html.Line();
    }

    private static void Footer(HtmlWriter html, ReportContent content)
    {
        string[] notes =
        [
            $"Every object of the input is counted once: {ReportText.Count(content.All.Total, "object")}. Lists have a limit; where one is cut, it says how many are left out.",
            "Invisible characters, and those that change the direction of writing, are replaced; long texts end with …",
            "It has message IDs, keys and tags, but no bodies. It has no script and loads nothing.",
        ];
        using (html.Open("footer"))
        {
            html.Element("h2", "About this report");
            using (html.Open("ul"))
                foreach (var note in notes) html.Element("li", note);
            html.Element("p", $"Made by Export-OnsDlqReport of {UserAgent.Value}.");
        }
    }
}
