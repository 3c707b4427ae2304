namespace OnsDlq.Sandbox.Broker;

/// <summary>Makes running numbers look like the service's IDs, the same ones in every run.</summary>
internal static class Scatter
{
    /// <summary>SplitMix64's mixing step: different numbers stay different.</summary>
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
