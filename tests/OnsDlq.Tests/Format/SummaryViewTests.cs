using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Summary;
using static OnsDlq.Tests.Format.ViewScreen;

namespace OnsDlq.Tests.Format;

public sealed class SummaryViewTests
{
    [Theory]
    [InlineData("TableControl")]
    [InlineData("ListControl")]
    public async Task Nothing_in_a_summary_can_disturb_the_terminal(string view)
    {
        var summaries = Summaries(["Tag", "Key", Hostile], HostileDeadLetter());

        foreach (var screen in new[] { await ShowAsync(view, summaries), await ShowAsync(view, HostileDeadLetter(), summaries[0]) })
        {
            Assert.Contains("␛[2J", screen, StringComparison.Ordinal);
            AssertHarmless(screen);
        }
    }

    [Fact]
    public async Task Summaries_show_on_80_columns_as_bars_of_plain_text()
    {
        var now = TimeProvider.System.GetUtcNow();
        var letters = Enumerable.Range(0, 100).Select(i =>
            new DeadLetter($"M{i}", "GID_a", null, "cn-hangzhou", now.AddHours(-20).ToUnixTimeMilliseconds()) { Topic = "orders", Tag = i < 66 ? "paid" : i < 99 ? "refund" : null });

        var screen = ColourCode().Replace(await ShowAsync("TableControl", 80, Summaries(["Topic", "Tag"], [.. letters])), "");

        Assert.Contains("Property: Topic, Tag", screen, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^ +66 +66\.0% ######## .* 2d 0[34]h +orders, paid\s*$", screen);
        Assert.Matches(@"(?m)^ +33 +33\.0% ####     .* orders, refund\s*$", screen);
        Assert.Matches(@"(?m)^ +1 +1\.0% #        .* orders, \(none\)\s*$", screen);
        Assert.All(screen.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Assert.DoesNotContain(screen, character => !char.IsAscii(character));
    }

    [Fact]
    public async Task On_80_columns_an_hour_stands_on_one_line_and_a_longer_name_is_not_cut()
    {
        var letter = new DeadLetter("M1", "GID_a", null, "cn-hangzhou", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()) { Topic = "inventory", Tag = "reservation-released" };

        var hour = ColourCode().Replace(await ShowAsync("TableControl", 80, Summaries(["Hour"], letter)), "");
        var tag = ColourCode().Replace(await ShowAsync("TableControl", 80, Summaries(["Topic", "Tag"], letter)), "");

        Assert.Matches(@"(?m)[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:00\s*$", hour);
        // The name is the last column: if it is too long, it continues in the next line.
        Assert.Contains(
            "inventory,reservation-released", string.Concat(tag.Split("inventory,")[^1].Split(' ', '\n').Prepend("inventory,")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_that_comes_out_of_a_job_shows_the_same()
    {
        var stored = TimeProvider.System.GetUtcNow().AddHours(-20);
        var fresh = new DeadLetter("M1", "GID_a", null, "cn-hangzhou", stored.ToUnixTimeMilliseconds()) { Topic = Hostile };
        object[] summaries = [.. Summaries(["Topic", "Tag"], HostileDeadLetter()), .. Summaries(["Topic", "Tag"], fresh)];

        var screen = await ShowAsync("TableControl", [.. summaries.Select(one => PSSerializer.Deserialize(PSSerializer.Serialize(one)))]);

        Assert.Equal(await ShowAsync("TableControl", summaries), screen);
        Assert.Contains("Property: Topic, Tag", screen, StringComparison.Ordinal);
        Assert.Matches("100.0% ######## 11-1[45] .*expired", ColourCode().Replace(screen, ""));
        Assert.Matches($"100.0% ######## {stored.ToLocalTime():MM-dd HH:mm} .*2d 0[34]h", ColourCode().Replace(screen, ""));
        AssertHarmless(screen);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(double.NaN, "")]
    [InlineData(0.0001, "#")]
    [InlineData(0.5, "#####")]
    [InlineData(0.999, "##########")]
    [InlineData(1, "##########")]
    public void A_bar_is_as_long_as_its_share(double share, string bar) => Assert.Equal(bar, Formatting.ShareBar.Of(share, 10));

    private static object[] Summaries(string[] properties, params DeadLetter[] letters)
    {
        var tally = new SummaryBuilder(properties, TimeProvider.System.GetUtcNow());
        foreach (var letter in letters) tally.Add(letter);
        return [.. tally.Summarize()];
    }
}
