namespace OnsDlq.TestKit;

/// <summary>
/// Switches off, for processes that tests start, what pays off only in long ones. PowerShell comes without machine code, and a third of the
/// cost of a session of some seconds is the tiered compilation, which compiles methods a second time when they have been called 30 times.
/// </summary>
public static class ShortLives
{
    /// <summary>The variable that asks for long proofs: with it everything is compiled as for users.</summary>
    public const string LongProofs = "ONSDLQ_PROOF_RUNS";

    /// <summary>Sets the variables for all processes that this process starts.</summary>
    public static void Prepare()
    {
        foreach (var (name, value) in Settings(Environment.GetEnvironmentVariable(LongProofs))) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>The variables for the .NET runtime.</summary>
    /// <param name="proofRuns">The requested number of runs of each proof; null or empty for the default.</param>
    public static IReadOnlyDictionary<string, string> Settings(string? proofRuns) => string.IsNullOrEmpty(proofRuns)
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_TieredPGO"] = "0",

            // Hexadecimal, as the runtime reads it.
            ["DOTNET_TC_CallCountThreshold"] = "1000",
        }
        : new Dictionary<string, string>();
}
