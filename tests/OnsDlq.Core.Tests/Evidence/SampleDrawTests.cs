using OnsDlq.Evidence;

namespace OnsDlq.Core.Tests.Evidence;

public sealed class SampleDrawTests
{
    [Fact]
    public void A_seed_draws_the_same_whatever_the_order_and_each_once()
    {
        string[] all = [.. Enumerable.Range(0, 1_000).Select(number => $"a{number:0000}")];

        var drawn = SampleDraw.Of(all, 60, 42);

        Assert.Equal(drawn, SampleDraw.Of(all.AsEnumerable().Reverse(), 60, 42));
        Assert.Equal(60, drawn.Distinct().Count());
        Assert.NotEqual(drawn, SampleDraw.Of(all, 60, 43));
        Assert.Equal(drawn.Take(20), SampleDraw.Of(all, 20, 42));
        Assert.Equal(all, SampleDraw.Of(all, 5_000, 42).Order());
        Assert.Equal(["a0487", "a0727", "a0212"], SampleDraw.Of(all, 3, 7));
    }

    /// <summary>Each of the ten pairs of five is drawn about as often: with a fair draw, further off than this once in a million.</summary>
    [Fact]
    public void Every_choice_is_drawn_about_as_often()
    {
        var counts = Enumerable.Range(0, 20_000).GroupBy(seed => string.Join(' ', SampleDraw.Of(["a", "b", "c", "d", "e"], 2, seed).Order()))
            .Select(pair => pair.Count()).ToArray();

        Assert.Equal(10, counts.Length);
        Assert.All(counts, count => Assert.InRange(count, 1_790, 2_210));
    }
}
