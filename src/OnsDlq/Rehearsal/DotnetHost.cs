using System.Runtime.InteropServices;

namespace OnsDlq.Rehearsal;

/// <summary>Finds the <c>dotnet</c> program, which is not beside a PowerShell with a runtime of its own (self-contained).</summary>
/// <param name="variable">Reads an environment variable; null where it is not set.</param>
/// <param name="exists">Whether a file exists.</param>
/// <param name="processPath">The program of this process; null where it is not known.</param>
/// <param name="runtimeFolder">The folder of the runtime this process uses.</param>
internal sealed class DotnetHost(Func<string, string?> variable, Func<string, bool> exists, string? processPath, string? runtimeFolder)
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The finder for this machine.</summary>
    public static DotnetHost OfThisMachine { get; } =
        new(Environment.GetEnvironmentVariable, File.Exists, Environment.ProcessPath, RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>
    /// The path of the program, or null. It searches DOTNET_ROOT, this process's own runtime, the PATH, and the usual folders.
    /// </summary>
    public string? Find() => Candidates().FirstOrDefault(exists);

    private IEnumerable<string> Candidates()
    {
        if (variable("DOTNET_ROOT") is { Length: > 0 } root) yield return Path.Combine(root, Name);
        if (variable("DOTNET_HOST_PATH") is { Length: > 0 } host) yield return host;
        if (processPath is not null && string.Equals(Path.GetFileName(processPath), Name, StringComparison.OrdinalIgnoreCase)) yield return processPath;

        // A shared runtime is in ROOT/shared/Microsoft.NETCore.App/VERSION.
        if (runtimeFolder is not null) yield return Path.GetFullPath(Path.Combine(runtimeFolder, "..", "..", "..", Name));
        foreach (var folder in (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder.Trim('"'), Name);
        foreach (var folder in UsualPlaces()) yield return Path.Combine(folder, Name);
    }

    private IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsWindows())
        {
            if (variable("ProgramFiles") is { Length: > 0 } programs) yield return Path.Combine(programs, "dotnet");
            yield break;
        }

        yield return "/usr/local/share/dotnet";
        yield return "/usr/share/dotnet";
        yield return "/usr/lib/dotnet";
        yield return "/usr/lib64/dotnet";
        if (variable("HOME") is { Length: > 0 } home) yield return Path.Combine(home, ".dotnet");
    }
}
