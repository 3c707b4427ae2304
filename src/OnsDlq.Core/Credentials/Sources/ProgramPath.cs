namespace OnsDlq.Credentials.Sources;

/// <summary>
/// Finds a program only on the search path (PATH). By default, .NET searches its own and the current folder first, where a malicious file of the
/// same name would be run with the user's rights.
/// </summary>
internal static class ProgramPath
{
    /// <summary>The full path of a program name without a folder; a name with a folder is given back unchanged.</summary>
    /// <exception cref="IOException">No folder of the search path has it.</exception>
    public static string Find(string program)
    {
        if (program.AsSpan().ContainsAny(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar)) return program;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? [".exe", ".com", ".cmd", ".bat"] : [""];
        foreach (var folder in folders.Where(Path.IsPathFullyQualified))
        {
            foreach (var ending in endings)
            {
                if (Path.Combine(folder, program + ending) is var path && File.Exists(path))
                    return path;
            }
        }

        throw new IOException("It is not on the search path.");
    }
}
