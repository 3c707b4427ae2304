using System.Collections;

namespace OnsDlq.TestKit;

/// <summary>No test may see the keys of whoever runs it, nor ask the network for some.</summary>
public static class CleanEnvironment
{
    /// <summary>Clears it for this process.</summary>
    public static void Clear()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (IsCleared(name)) Environment.SetEnvironmentVariable(name, null);
        }

        Environment.SetEnvironmentVariable("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");

        // Profiles and credentials files are looked for in the home folder.
        Environment.SetEnvironmentVariable("HOME", Path.Combine(AppContext.BaseDirectory, "no-home"));
    }

    /// <summary>Whether a variable is one that the module reads; what tells the proofs how long to go on is for the tests.</summary>
    public static bool IsCleared(string name) =>
        name.StartsWith("ALIBABA_CLOUD_", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("ONSDLQ_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("ONSDLQ_PROOF_", StringComparison.OrdinalIgnoreCase));
}
