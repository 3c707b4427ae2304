using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>What needs a person: message by message, with IDs and reasons.</summary>
internal static class ConcernSection
{
    /// <summary>What is said where no message needs a person.</summary>
    public const string None =
        "As far as this report knows, nothing needs a person: no message is in doubt, was listed as failed, came back, or expires within 24 hours.";

    public static ReportSection? Of(ReportContent content) =>
        content.Concerns.Values.All(list => list.Total == 0) ? null : new("person", "What needs a person", html => Write(html, content));

    /// <summary>By what a link finds the list of a concern.</summary>
    public static string IdOf(Concern concern) => $"person-{concern.ToString().ToLowerInvariant()}";

    private static void Write(HtmlWriter html, ReportContent content)
    {
        foreach (var (concern, list) in content.Concerns.Where(one => one.Value.Total > 0)) Write(html, content, concern, list);
    }

    private static void Write(HtmlWriter html, ReportContent content, Concern concern, ConcernList list)
    {
        var (title, _, advice) = Meaning.Of(concern);
        html.Element("h3", $"{title}: {ReportText.Number(list.Total)}", ("id", IdOf(concern)));
        html.Element("p", advice);
        var columns = new List<ReportColumn<ReportRow>> { new("Message", Message, "message") };
        // Where there is but one, the header of the page has it.
        if (content.ByGroup.Count > 1) columns.Add(new("Consumer group", Group));
        columns.Add(new("What is known", Known));
        columns.Add(concern == Concern.Expiring
            ? new("Expires (UTC)", (writer, row) => Expiry(writer, row.ExpiresAt, content.MadeAt), "time")
            : new("When (UTC)", When, "time"));
        ReportTable.Write(html, Caption(title, concern, list), columns, list.Rows);
    }

    private static string Caption(string title, Concern concern, ConcernList list)
    {
        var order = concern == Concern.Expiring ? "those that expire first" : "the first ones of the input";
        return list.Left == 0
            ? $"{title}: all {ReportText.Number(list.Total)}."
            : $"{title}: {ReportText.Number(ConcernList.MostRows)} of {ReportText.Number(list.Total)}, {order}. {ReportText.Number(list.Left)} more are not listed.";
    }

    private static void Message(HtmlWriter html, ReportRow row)
    {
        html.Value(row.MsgId, "id");
        var about = new[] { row.Topic, row.Tag, row.Key }.OfType<string>().ToArray();
        if (about.Length == 0) return;
        using (html.Open("small"))
        {
            for (var index = 0; index < about.Length; index++)
            {
                if (index > 0) html.Text(" · ");
                html.Value(about[index]);
            }
        }
    }

    private static void Group(HtmlWriter html, ReportRow row)
    {
        html.Value(row.GroupId);
        if (row.InstanceId is not { } instance) return;
        using (html.Open("small")) html.Value(instance);
    }

    private static void Known(HtmlWriter html, ReportRow row)
    {
        var facts = new[] { row.Verdict, row.VerdictReason, row.Status, row.SkipReason, row.ErrorCode }.OfType<string>().Distinct().ToArray();
        html.Value(facts.Length == 0 ? "never resent" : string.Join(", ", facts));
        if (row.Round is > 0 and var round) html.Text($", round {ReportText.Number(round)}");
        if (row.Words is null) return;
        using (html.Open("small")) html.Value(row.Words);
    }

    private static void When(HtmlWriter html, ReportRow row)
    {
        if (row.Time is null && row.Status == StatusName.Skipped) html.Element("span", "not sent", ("class", "none"));
        else html.Time(row.Time);
    }

    private static void Expiry(HtmlWriter html, DateTimeOffset? end, DateTimeOffset now)
    {
        html.Time(end);
        if (end is { } known) html.Element("small", ReportText.Left(known - now));
    }
}
