using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using OnsDlq.Messages;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

public sealed class ReportPageTests : ReportScene
{
    private static ReportRow[] Everything =>
    [
        .. RowCounts.Statuses.Select(status => Result($"M-{status}", status) with { ErrorCode = "E1", Words = "why" }),
        .. Enum.GetNames<SkipReason>().Select(reason => Result($"M-{reason}", StatusName.Skipped, reason)),
        .. RowCounts.Verdicts.Select(verdict => Result($"V-{verdict}") with { Kind = RowKind.Evidence, Verdict = verdict, GroupId = "GID_b" }),
        Letter("L1", 3), Letter("L2", -1), Letter("L3") with { HasComeBack = true, Round = 2 }, Letter("L4") with { IsBlocked = true },
    ];

    [Fact]
    public void Without_input_the_page_says_so_and_has_no_tables()
    {
        var page = Page();

        Assert.Contains("There was nothing to report", page.Root!.Value, StringComparison.Ordinal);
        Assert.Empty(page.Descendants(Html + "table"));
        Assert.Equal(["summary"], page.Descendants(Html + "section").Select(section => (string?)section.Attribute("id")));
    }

    [Fact]
    public void Resends_are_counted_by_status_and_the_skipped_ones_by_reason()
    {
        var page = Page([.. Enumerable.Range(0, 997).Select(one => Result($"M{one}")), Result("U", StatusName.Unknown), Result("S", StatusName.Skipped, ReasonName.Blocked), Result("T", StatusName.Skipped, ReasonName.Declined)]);

        var section = Section(page, "outcomes")!;
        Assert.Equal(["997 99.7 %", "1 0.1 %", "2 0.2 %"], Table(section, "Resends by status: 1,000").Select(row => $"{row[1]} {row[2]}"));
        Assert.Equal(["1", "1"], Table(section, "Messages that were not sent, by reason: 2").Select(row => row[1]));
        var chart = section.Descendants(Html + "svg").First(svg => (string?)svg.Attribute("class") == "whole");
        Assert.Equal("Resends by status: 997 Accepted, 1 Unknown, 2 Skipped.", (string?)chart.Attribute("aria-label"));
    }

    [Fact]
    public void Evidence_is_counted_by_verdict()
    {
        var page = Page([Evidence("A", "Consumed"), Evidence("B", "Consumed"), Evidence("C", "Returned"), Evidence("D", "NotYetKnown") with { VerdictReason = EvidenceReasonName.NoTrace }]);

        var section = Section(page, "evidence")!;
        Assert.Equal(["2", "1", "1"], Table(section, "Resends by evidence: 4").Select(row => row[1]));
        Assert.Equal("1", Assert.Single(Table(section, "Why it is not known yet: 1"))[1]);
    }

    [Fact]
    public void Topic_and_tag_and_rounds_have_the_counts_of_each_kind_that_occurs()
    {
        var page = Page([Result("A"), Result("B", StatusName.Failed) with { Tag = null, Round = 2 }, Letter("L") with { Round = 12 }]);

        Assert.Equal([["orders", "paid", "1", "1", "0", "2"], ["orders", "(none)", "0", "0", "1", "1"]], Table(page, "By topic and tag"));
        Assert.Equal([["1", "0", "1", "0", "1"], ["2", "0", "0", "1", "1"], ["10 and later", "1", "0", "0", "1"]], Table(page, "By round"));
    }

    [Fact]
    public void What_the_journal_does_not_keep_is_not_known_rather_than_none()
    {
        var attempt = Result("A") with { Kind = RowKind.Attempt, Tag = null };

        Assert.Equal([["orders", "(not known)", "1"]], Table(Page(attempt), "By topic and tag"));
        Assert.Null(Section(Page(attempt with { Topic = null }), "topics"));
    }

    [Fact]
    public void What_needs_a_person_is_listed_with_its_reasons_and_reached_by_links()
    {
        var page = Page([
            Result("A"), Result("B", StatusName.Unknown) with { ErrorCode = "ServiceUnavailable", Words = "The connection was lost." },
            Result("C", StatusName.Skipped, ReasonName.OutcomeUnknown) with { Key = "order-7", Time = null },
            Letter("L", 2.5),
        ]);

        Assert.Equal(
            [["Borders · paid", "Unknown, ServiceUnavailable, round 1The connection was lost.", "2026-11-23 08:00:00"], ["Corders · paid · order-7", "Skipped, OutcomeUnknown, round 1", "not sent"]],
            Table(page, "Unknown: all 2"));
        Assert.Equal([["Lorders · paid", "never resent, round 1", "2026-11-23 10:30:00in 2 h 30 min"]], Table(page, "Soon to expire: all 1"));
        Assert.Contains("Unknown: 2 – it is not known", Section(page, "summary")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_needs_a_person_that_is_said()
    {
        var page = Page(Result("A"), Letter("L"));

        Assert.EndsWith(ConcernSection.None + " Nobody has asked yet what became of the accepted ones.", Section(page, "summary")!.Value.Trim(), StringComparison.Ordinal);
        Assert.Null(Section(page, "person"));
        Assert.EndsWith(ConcernSection.None, Section(Page(Letter("L")), "summary")!.Value.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_can_run_no_script_and_load_nothing()
    {
        var page = Page(Everything);

        string[] allowed =
        [
            "html", "head", "meta", "title", "style", "body", "header", "nav", "main", "section", "footer", "h1", "h2", "h3", "p", "a", "ul", "li", "dl", "dt", "dd", "div",
            "span", "small", "strong", "bdi", "time", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "figure", "figcaption", "details", "summary",
        ];
        Assert.All(page.Descendants(), element => Assert.Contains(element.Name.LocalName, allowed));
        var attributes = page.Descendants().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToArray();
        Assert.DoesNotContain(attributes, attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(attributes, attribute => attribute.Name.LocalName is "style" or "src" or "srcset" or "srcdoc" or "action" or "ping");
        Assert.All(attributes.Where(attribute => attribute.Name.LocalName == "href"), attribute => Assert.StartsWith("#", attribute.Value, StringComparison.Ordinal));
        var style = page.Descendants(Html + "style").Single().Value;
        Assert.DoesNotContain("url(", style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", style, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_policy_comes_first_and_allows_this_style_sheet_alone()
    {
        var page = Page(Everything);

        var metas = page.Descendants(Html + "meta").ToArray();
        Assert.Equal("utf-8", (string?)metas[0].Attribute("charset"));
        Assert.Equal("Content-Security-Policy", (string?)metas[1].Attribute("http-equiv"));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.Descendants(Html + "style").Single().Value)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", (string?)metas[1].Attribute("content"));
    }

    [Fact]
    public void A_screen_reader_finds_headings_landmarks_headers_of_tables_and_the_text_of_charts()
    {
        var page = Page(Everything);

        Assert.Equal("en", (string?)page.Root!.Attribute("lang"));
        Assert.Single(page.Descendants(Html + "h1"));
        Assert.All([Html + "header", Html + "nav", Html + "main", Html + "footer"], name => Assert.Single(page.Descendants(name)));
        Assert.All(page.Descendants(Html + "table"), table =>
        {
            Assert.NotEqual("", table.Element(Html + "caption")!.Value);
            Assert.All(table.Descendants(Html + "th"), header => Assert.True((string?)header.Attribute("scope") is "col" or "row"));
            Assert.All(table.Element(Html + "tbody")!.Elements(), row => Assert.Equal(Html + "th", row.Elements().First().Name));
            Assert.All(table.Descendants(Html + "td"), cell => Assert.NotNull(cell.Attribute("data-label")));
        });
        Assert.All(page.Descendants(Html + "svg"), svg => Assert.True(
            (string?)svg.Attribute("aria-hidden") == "true"
            || ((string?)svg.Attribute("role") == "img" && svg.Element(Html + "title")?.Value == (string?)svg.Attribute("aria-label"))));
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(page.Descendants().Attributes("href"), link => Assert.Contains(link.Value[1..], ids));
        Assert.All(page.Descendants().Attributes("aria-labelledby"), label => Assert.Contains(label.Value, ids));
    }

    [Fact]
    public void An_element_that_has_no_content_is_one_that_never_has_any()
    {
        // HTML reads <td/> as the beginning of a cell.
        var empty = XDocument.Parse(Text(Everything)).Descendants().Where(element => element.IsEmpty).Select(element => element.Name.LocalName).Distinct();

        Assert.Equal(["meta", "rect"], empty.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("zh-CN")]
    public void It_is_the_same_in_every_culture(string culture)
    {
        var (before, expected) = (CultureInfo.CurrentCulture, Text(Everything));
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Text(Everything));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Times_are_in_UTC_wherever_they_come_from()
    {
        var page = Page(Result("A", StatusName.Unknown) with { Time = new DateTimeOffset(2026, 11, 24, 1, 30, 0, TimeSpan.FromHours(8)) });

        Assert.Contains(page.Descendants(Html + "time"), time => (time.Value, (string?)time.Attribute("datetime")) == ("2026-11-23 17:30:00", "2026-11-23T17:30:00Z"));
        Assert.Contains("UTC", page.Descendants(Html + "header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_status_reason_and_verdict_has_a_meaning()
    {
        Assert.All(RowCounts.Statuses, status => Assert.NotEqual("", Meaning.OfStatus(status)));
        Assert.All(RowCounts.Verdicts, verdict => Assert.NotEqual("", Meaning.OfVerdict(verdict)));
        Assert.All(Enum.GetNames<EvidenceReason>(), reason => Assert.NotEqual("", Meaning.OfVerdictReason(reason)));
        Assert.All(Enum.GetNames<SkipReason>(), reason => Assert.NotEqual("", Meaning.OfReason(reason)));
        Assert.Equal(Enum.GetNames<ResendStatus>().Union(Enum.GetNames<AttemptStatus>()).Order(), RowCounts.Statuses.Order());
    }

    private static ReportRow Evidence(string msgId, string verdict) => new() { Kind = RowKind.Evidence, MsgId = msgId, GroupId = "GID_orders", Verdict = verdict };
}
