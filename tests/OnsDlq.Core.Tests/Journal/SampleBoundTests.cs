using System.Numerics;
using OnsDlq.Journal;

namespace OnsDlq.Core.Tests.Journal;

/// <summary>What a sample proves, compared with every possible draw.</summary>
public sealed class SampleBoundTests
{
    [Theory]
    [InlineData(10_000, 60, 60, 9_515)]
    [InlineData(9_988, 60, 60, 9_503)]
    [InlineData(400, 60, 60, 382)]
    [InlineData(61, 60, 60, 61)]
    [InlineData(60, 60, 60, 60)]
    [InlineData(60, 60, 59, 59)]
    [InlineData(10_000, 60, 0, 0)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1_000_000, 60, 60, 951_299)]
    public void The_figures_of_the_bound_are_known(int population, int sampled, int consumed, int atLeast) =>
        Assert.Equal(atLeast, SampleBound.AtLeast(population, sampled, consumed));

    /// <summary>Every population of up to 40, every size of a sample, every true count: the bound errs in at most 5 % of the draws.</summary>
    [Fact]
    public void The_bound_is_above_the_truth_in_at_most_a_twentieth_of_all_draws()
    {
        for (var population = 1; population <= 40; population++)
        {
            for (var sampled = 1; sampled <= population; sampled++)
            {
                var bounds = Enumerable.Range(0, sampled + 1).Select(consumed => SampleBound.AtLeast(population, sampled, consumed)).ToArray();
                Assert.Equal(bounds.Order(), bounds);
                for (var truth = 0; truth <= population; truth++)
                {
                    var wrong = Enumerable.Range(0, sampled + 1).Where(consumed => bounds[consumed] > truth)
                        .Aggregate(BigInteger.Zero, (sum, consumed) => sum + Draws(population, truth, sampled, consumed));
                    Assert.True(20 * wrong <= Choose(population, sampled), $"{sampled} of {population}, {truth} consumed");
                }
            }
        }
    }

    /// <summary>A bound that errs rarely is no merit where it could be higher: one more would err too often.</summary>
    [Theory]
    [InlineData(10_000, 60, 60)]
    [InlineData(400, 60, 57)]
    [InlineData(35, 12, 9)]
    public void The_bound_is_the_highest_that_may_be_said(int population, int sampled, int consumed)
    {
        var bound = SampleBound.AtLeast(population, sampled, consumed);

        Assert.True(20 * AtLeastDrawn(bound) > Choose(population, sampled));
        Assert.True(20 * AtLeastDrawn(bound - 1) <= Choose(population, sampled));

        BigInteger AtLeastDrawn(int truth) => Enumerable.Range(consumed, sampled - consumed + 1)
            .Aggregate(BigInteger.Zero, (sum, drawn) => sum + Draws(population, truth, sampled, drawn));
    }

    [Fact]
    public void A_sample_larger_than_the_population_is_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBound.AtLeast(59, 60, 60));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBound.AtLeast(100, 60, 61));
    }

    private static BigInteger Draws(int population, int truth, int sampled, int drawn) =>
        drawn > truth || sampled - drawn > population - truth ? 0 : Choose(truth, drawn) * Choose(population - truth, sampled - drawn);

    // By Pascal's rule, which the bound does not use.
    private static BigInteger Choose(int all, int some)
    {
        if (all > 100) return Enumerable.Range(1, some).Aggregate(BigInteger.One, (ways, number) => ways * (all - some + number) / number);
        var row = new BigInteger[some + 1];
        row[0] = 1;
        for (var line = 1; line <= all; line++)
        {
            for (var place = Math.Min(line, some); place > 0; place--) row[place] += row[place - 1];
        }

        return row[some];
    }
}
