namespace OnsDlq.Evidence;

/// <summary>Draws a sample at random without replacement. With the same seed it draws the same, on every machine.</summary>
internal static class SampleDraw
{
    /// <summary>Draws some of all, in the order of the drawing; all where there are not more.</summary>
    /// <param name="all">All, each once, in any order.</param>
    /// <param name="size">How many to draw.</param>
    /// <param name="seed">The seed.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> all, int size, long seed)
    {
        string[] left = [.. all.Order(StringComparer.Ordinal)];
        var random = new SeededRandom((ulong)seed);
        var drawn = Math.Min(size, left.Length);
        for (var place = 0; place < drawn; place++)
        {
            var chosen = place + (int)random.Below((ulong)(left.Length - place));
            (left[place], left[chosen]) = (left[chosen], left[place]);
        }

        return left[..drawn];
    }
}
