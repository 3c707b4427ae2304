using System.Management.Automation;
using OnsDlq.Binding;

namespace OnsDlq.Archive;

/// <summary>Finds the files that a user names.</summary>
internal static class ArchivePaths
{
    /// <summary>
    /// The full paths of the files that a path means. One with brackets may be the name of a file, or a pattern. Where it means no file, it is given
    /// as it is, and reading it is the error.
    /// </summary>
    public static IReadOnlyList<string> Of(PSCmdlet command, string path)
    {
        try
        {
            var (literal, elsewhere) = FilePath.Of(command, path);
            if (elsewhere is not null) return [path];
            if (File.Exists(literal) || !IsPattern(path)) return [literal];
            return command.GetResolvedProviderPathFromPSPath(path, out _) is { Count: > 0 } found ? found : [literal];
        }
        catch (SessionStateException)
        {
            return [path];
        }
    }

    // Tab escapes the brackets of a name with backticks.
    private static bool IsPattern(string path) =>
        WildcardPattern.ContainsWildcardCharacters(path) || path.Contains('`', StringComparison.Ordinal);
}
