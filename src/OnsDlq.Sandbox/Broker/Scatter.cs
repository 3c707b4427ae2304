namespace OnsDlq.Sandbox.Broker;

/// <summary>Converts consecutive numbers to ones that look random, like the service's IDs; the same in every run.</summary>
internal static class Scatter
{
    /// <summary>The mixing function of SplitMix64, which is a bijection: different numbers stay different.</summary>
    public static ulong Of(ulong number)
    {
        unchecked
        {
            var mixed = number * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
