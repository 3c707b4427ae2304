namespace OnsDlq.TestKit;

/// <summary>
/// Spares the processes that tests start what pays only in long ones. PowerShell comes without machine code, and a third of what a
/// session of some seconds costs is to compile methods once more that were called 30 times.
/// </summary>
public static class ShortLives
{
    /// <summary>The variable that asks for long proofs: there all is compiled as users have it.</summary>
    public const string LongProofs = "ONSDLQ_PROOF_RUNS";

    /// <summary>Sets it for whatever this process starts.</summary>
    public static void Prepare()
    {
        foreach (var (name, value) in Settings(Environment.GetEnvironmentVariable(LongProofs))) Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>The variables that tell a runtime so.</summary>
    /// <param name="proofRuns">How many runs of each proof are asked for; null or empty where nobody asks.</param>
    public static IReadOnlyDictionary<string, string> Settings(string? proofRuns) => string.IsNullOrEmpty(proofRuns)
        ? new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_TieredPGO"] = "0",

            // Hexadecimal, as the runtime reads it.
            ["DOTNET_TC_CallCountThreshold"] = "1000",
        }
        : new Dictionary<string, string>();
}
