using System.Xml.Linq;
using OnsDlq.Messages;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

/// <summary>Whatever a producer, the service or a file puts into a text is text in the page.</summary>
public sealed class HostileReportTests : ReportScene
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</style><style>body{display:none}</style>")]
    [InlineData("</title></head><body onload=alert(1)>")]
    [InlineData("<!-- --!> <![CDATA[ ]]> <?xml ?>")]
    [InlineData("&lt;b&gt; &amp; &#60;script&#62;")]
    [InlineData("javascript:alert(1)")]
    public void Markup_is_shown_and_not_read(string hostile)
    {
        var plain = Page(Rows("harmless"));
        var page = Page(Rows(hostile));

        Assert.Equal(Shape(plain), Shape(page));
        Assert.Contains(page.Descendants(Html + "bdi"), value => value.Value == hostile);
        Assert.Equal(plain.Descendants(Html + "style").Single().Value, page.Descendants(Html + "style").Single().Value);
    }

    [Theory]
    [InlineData("a\u202Etxt.exe", "a\uFFFDtxt.exe")]
    [InlineData("a\u2066b\u2069\u200Fc", "a\uFFFDb\uFFFD\uFFFDc")]
    [InlineData("a\0b\u001b[31m\u007f\u0085", "a␀b␛[31m␡\uFFFD")]
    [InlineData("a\uFFFE\uFFFFb", "a\uFFFD\uFFFDb")]
    [InlineData("http://user:secret@proxy/path", "http://proxy/path")]
    public void What_cannot_be_seen_or_must_not_be_shown_is_replaced(string hostile, string shown)
    {
        var page = Page(Rows(hostile));

        Assert.Contains(page.Descendants(Html + "bdi"), value => value.Value == shown);
        Assert.DoesNotContain(hostile, page.Root!.Value, StringComparison.Ordinal);
    }

    // xunit cannot pass these on as data.
    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        var page = Page(Rows("a\uD800b"));

        Assert.Contains(page.Descendants(Html + "bdi"), value => value.Value == "a\uFFFDb");
    }

    [Fact]
    public void A_value_stands_apart_so_that_its_direction_cannot_reorder_what_is_beside_it() => Assert.All(
        Page(Rows("שלום")).DescendantNodes().OfType<XText>().Where(text => text.Value.Contains("שלום", StringComparison.Ordinal)),
        text => Assert.Equal(Html + "bdi", text.Parent!.Name));

    [Fact]
    public void A_text_of_1_MiB_is_cut()
    {
        var huge = new string('<', 1024 * 1024);

        var text = Text(Rows(huge));

        Assert.True(text.Length < 200_000, $"The page has {text.Length} characters.");
        Assert.Contains("&lt;…", text, StringComparison.Ordinal);
        Assert.All(XDocument.Parse(text).Descendants(Html + "bdi"), value => Assert.InRange(value.Value.Length, 1, ReportRow.LongestWords + 1));
    }

    private static ReportRow[] Rows(string text) =>
    [
        new()
        {
            Kind = RowKind.Result, MsgId = text, GroupId = text, InstanceId = text, RegionId = text, Topic = text, Tag = text, Key = text,
            Status = StatusName.Unknown, ErrorCode = text, Words = text, Time = Now,
        },
        new() { Kind = RowKind.DeadLetter, MsgId = "M2", GroupId = "GID_b", Topic = text, ExpiresAt = Now.AddHours(1), Time = Now },
    ];

    private static string[] Shape(XDocument page) =>
        [.. page.Descendants().Select(element => $"{element.Name.LocalName} {string.Join(' ', element.Attributes().Select(attribute => attribute.Name.LocalName))}")];
}
