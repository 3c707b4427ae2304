using System.Globalization;
using Xunit;

namespace OnsDlq.TestKit.Consoles;

/// <summary>A clock of its own for one process, with the libfaketime of the system's packages.</summary>
public static class FakeTime
{
    private static readonly string? Library = OperatingSystem.IsLinux() && Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Concat(["/usr/lib", "/usr/lib64", "/usr/local/lib"])
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>Whether the machine has it.</summary>
    public static bool IsThere => Library is not null;

    /// <summary>Skips the test where the machine has no such library.</summary>
    public static void Require() => Assert.SkipWhen(Library is null, "There is no libfaketime on this machine (Debian: apt-get install faketime).");

    /// <summary>
    /// The variables for a process whose clock is so far ahead of the machine's. How long something takes stays true: without the last two
    /// settings, waits of .NET end too early.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Ahead(TimeSpan ahead) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME"] = string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0}s"),
        ["NO_FAKE_STAT"] = "1",
        ["FAKETIME_DISABLE_SHM"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };
}
