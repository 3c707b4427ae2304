namespace OnsDlq.Evidence;

/// <summary>
/// Random numbers that a seed decides: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). Those of
/// <see cref="Random"/> with a seed may change with the version of .NET.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to below a limit, each with the same probability.</summary>
    public ulong Below(ulong limit)
    {
        // The numbers above the last whole multiple of the limit would favour the small ones.
        var last = ulong.MaxValue - (((ulong.MaxValue % limit) + 1) % limit);
        ulong number;
        do number = Next();
        while (number > last);
        return number % limit;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
