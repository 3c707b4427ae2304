using System.Collections;

namespace OnsDlq.TestKit;

/// <summary>Prevents tests from using the keys of the person who runs them, and from requesting keys over the network.</summary>
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

        // Profiles and credentials files are searched for in the home folder.
        Environment.SetEnvironmentVariable("HOME", Path.Combine(AppContext.BaseDirectory, "no-home"));
    }

    /// <summary>Whether the module reads a variable; the variables that control the proofs are only for the tests.</summary>
    public static bool IsCleared(string name) =>
        name.StartsWith("ALIBABA_CLOUD_", StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith("ONSDLQ_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("ONSDLQ_PROOF_", StringComparison.OrdinalIgnoreCase));
}
