using System.Globalization;
using OnsDlq.TestKit;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>How long the proofs go on, and from which chance.</summary>
internal static class ProofSettings
{
    /// <summary>Asks for so many runs in place of the few that every test run makes, and for the proofs that wait for minutes.</summary>
    public const string RunsVariable = ShortLives.LongProofs;

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

    /// <summary>Reads a number of at least 1; null where there is none.</summary>
    /// <exception cref="FormatException">It is something else: whoever asks for 1,000 runs must not get 10.</exception>
    public static int? Number(string variable, string? value)
    {
        if (string.IsNullOrEmpty(value)) return null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{variable} is '{value}', and not a number of at least 1.");
    }

    private static int? Read(string variable) => Number(variable, Environment.GetEnvironmentVariable(variable));
}
