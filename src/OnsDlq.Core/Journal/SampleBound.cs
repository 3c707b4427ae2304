using System.Numerics;

namespace OnsDlq.Journal;

/// <summary>
/// What a random sample without replacement says of the whole: the exact one-sided lower bound of the hypergeometric distribution at 95 %. In
/// integers, so that nothing is rounded: in at most 5 % of all draws the bound is above the truth.
/// </summary>
internal static class SampleBound
{
    /// <summary>The confidence, in percent.</summary>
    public const int Confidence = 95;

    // The reciprocal of the probability of an error, 5 %.
    private const int Odds = 20;

    /// <summary>How many of a population were consumed at least.</summary>
    /// <param name="population">How many there are.</param>
    /// <param name="sampled">How many of them were drawn.</param>
    /// <param name="consumed">How many of the drawn ones were consumed; one without an answer counts as not consumed.</param>
    public static int AtLeast(int population, int sampled, int consumed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(population, sampled);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampled, consumed);
        ArgumentOutOfRangeException.ThrowIfNegative(consumed);
        if (consumed == 0) return 0;

        // The smallest number with which so many consumed ones in the sample are not too unlikely. All of them can be consumed but those of the
        // sample that were not; then the sample cannot show fewer.
        var all = Choose(population, sampled);
        var (least, most) = (consumed, population - (sampled - consumed));
        while (least < most)
        {
            var middle = least + ((most - least) / 2);
            if (Odds * Draws(population, sampled, consumed, middle) > all) most = middle;
            else least = middle + 1;
        }

        return least;
    }

    // In how many of all draws at least so many consumed ones are drawn, where the population has a given number of them.
    private static BigInteger Draws(int population, int sampled, int atLeast, int consumed)
    {
        var others = population - consumed;
        var draws = Choose(consumed, atLeast) * Choose(others, sampled - atLeast);
        var sum = draws;
        for (var drawn = atLeast; drawn < Math.Min(sampled, consumed); drawn++)
        {
            draws = draws * (consumed - drawn) * (sampled - drawn) / ((drawn + 1) * (BigInteger)(others - sampled + drawn + 1));
            sum += draws;
        }

        return sum;
    }

    private static BigInteger Choose(int all, int some)
    {
        var ways = BigInteger.One;
        for (var number = 1; number <= Math.Min(some, all - some); number++) ways = ways * (all - number + 1) / number;
        return ways;
    }
}
