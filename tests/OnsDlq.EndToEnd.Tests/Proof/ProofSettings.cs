using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>How long the proofs go on, and from which chance.</summary>
internal static class ProofSettings
{
    /// <summary>Asks for so many runs in place of the few that every test run makes, and for the proofs that wait for minutes.</summary>
    public const string RunsVariable = "ONSDLQ_PROOF_RUNS";

    /// <summary>Where chance begins: what a failure prints, to have its run again.</summary>
    public const string SeedVariable = "ONSDLQ_PROOF_SEED";

    /// <summary>The number of runs asked for; null where none was.</summary>
    public static int? AskedRuns { get; } = Read(RunsVariable);

    /// <summary>The first run's seed; each further run has the next one.</summary>
    public static int Seed { get; } = Read(SeedVariable) ?? 1;

    /// <summary>How many runs a proof makes that makes so many by itself.</summary>
    public static int Runs(int byDefault) => AskedRuns ?? byDefault;

    /// <summary>Longer than a proof of so many runs takes on a slow machine; only a hang gets there.</summary>
    public static TimeSpan Guard(int runs) => TimeSpan.FromSeconds(120 + (30 * runs));

    private static int? Read(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
