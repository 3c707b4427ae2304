using System.Management.Automation;

namespace OnsDlq.Archive;

/// <summary>Finds the files that a user names.</summary>
internal static class ArchivePaths
{
    /// <summary>The full paths of the files that a path means. One with brackets may be the name of a file, or a pattern.</summary>
    public static IReadOnlyList<string> Of(PSCmdlet command, string path)
    {
        var literal = command.GetUnresolvedProviderPathFromPSPath(path);
        return File.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path)
            ? [literal]
            : command.GetResolvedProviderPathFromPSPath(path, out _);
    }
}
