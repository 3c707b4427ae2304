using System.Globalization;
using OnsDlq.TestKit;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>How many runs the proofs make, and with which random seed.</summary>
internal static class ProofSettings
{
    /// <summary>The variable for this number of runs instead of the few of every test run, and for the proofs that wait for minutes.</summary>
    public const string RunsVariable = ShortLives.LongProofs;

    /// <summary>The variable for the random seed: a failure prints the seed with which its run can be repeated.</summary>
    public const string SeedVariable = "ONSDLQ_PROOF_SEED";

    /// <summary>The requested number of runs; null if none was requested.</summary>
    public static int? AskedRuns { get; } = Read(RunsVariable);

    /// <summary>Whether long proofs were asked for.</summary>
    public static bool IsLong => AskedRuns is not null;

    /// <summary>The first run's seed; each further run has the next one.</summary>
    public static int Seed { get; } = Read(SeedVariable) ?? 1;

    /// <summary>How many runs a proof makes whose default is this number.</summary>
    public static int Runs(int byDefault) => AskedRuns ?? byDefault;

    /// <summary>Longer than a proof of this number of runs takes on a slow machine; only a hang takes so long.</summary>
    public static TimeSpan Guard(int runs) => TimeSpan.FromSeconds(120 + (30 * runs));

    /// <summary>Parses a number of at least 1; null if there is none.</summary>
    /// It is something else: a person who asks for 1,000 runs must not get 10.
    public static int? Number(string variable, string? value)
    {
        if (string.IsNullOrEmpty(value)) return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{variable} is '{value}', and not a number of at least 1.");
    }

    private static int? Read(string variable) => Number(variable, Environment.GetEnvironmentVariable(variable));
}
