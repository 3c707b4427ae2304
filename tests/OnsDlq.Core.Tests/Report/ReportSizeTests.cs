using OnsDlq.Messages;
using OnsDlq.Report;

namespace OnsDlq.Core.Tests.Report;

/// <summary>A page opens quickly whatever it is on: lists and tables have a limit, and say what they leave out.</summary>
public sealed class ReportSizeTests : ReportScene
{
    [Fact]
    public void A_page_on_100_000_rows_is_small_and_counts_them_all()
    {
        var page = Text(Enumerable.Range(0, 100_000).Select(number => Result($"M{number}", number % 10 == 0 ? StatusName.Unknown : StatusName.Accepted) with
        {
            Topic = $"topic-{number % 500}",
            Tag = $"tag-{number % 7}",
            Key = $"order-{number}",
            Words = new string('w', 300),
            Time = Now.AddSeconds(-number * 3),
        }));

        Assert.True(page.Length < 200_000, $"The page has {page.Length} characters.");
        Assert.Contains("Resends by status: 90,000 Accepted, 10,000 Unknown.", page, StringComparison.Ordinal);
        Assert.Contains("Unknown: 100 of 10,000, the first ones of the input. 9,900 more are not listed.", page, StringComparison.Ordinal);
        Assert.Contains("By topic and tag: the 50 with the most, of 3,500. 3,450 more are not listed.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tag_of_its_own_for_every_message_does_not_fill_the_memory()
    {
        var content = Content(Enumerable.Range(0, LabelCounts.MostLabels + 500).Select(number => Result($"M{number}") with { Tag = $"tag-{number}" }));

        Assert.Equal((LabelCounts.MostLabels, 500), (content.ByTopic.Count, content.ByTopic.Others!.Total));
        Assert.Contains("others were not counted one by one: 500 objects in all", Text(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_expires_soon_those_are_listed_that_expire_first()
    {
        var list = Content(Enumerable.Range(1, 1000).Reverse().Select(minute => Letter($"L{minute}", minute / 60.0))).Concerns[Concern.Expiring];

        Assert.Equal((1000, 900), (list.Total, list.Left));
        Assert.Equal(Enumerable.Range(1, ConcernList.MostRows).Select(minute => $"L{minute}"), list.Rows.Select(row => row.MsgId));
    }
}
