using System.Management.Automation;
using OnsDlq.Binding;
using OnsDlq.Errors;

namespace OnsDlq.Archive;

/// <summary>Finds the files that a user names.</summary>
internal static class ArchivePaths
{
    /// <summary>
    /// The full paths of the files that a path means. One with brackets may be the name of a file, or a pattern. Where it means no file, it is given
    /// as it is, and reading it is the error. For one that cannot mean a file the command writes an error here.
    /// </summary>
    public static IReadOnlyList<string> Of(PSCmdlet command, string path)
    {
        try
        {
            var literal = FilePath.Of(command, path, "archive", ErrorId.ArchiveNotFound);
            return File.Exists(literal) || !IsPattern(path) ? [literal] : Matching(command, path, literal);
        }
        catch (CommandException exception)
        {
            command.WriteError(ErrorFactory.From(exception));
            return [];
        }
    }

    private static string[] Matching(PSCmdlet command, string pattern, string literal)
    {
        try
        {
            return command.GetResolvedProviderPathFromPSPath(pattern, out _) is { Count: > 0 } found ? [.. found] : [literal];
        }
        catch (SessionStateException)
        {
            return [literal];
        }
    }

    // Tab escapes the brackets of a name with backticks.
    private static bool IsPattern(string path) =>
        WildcardPattern.ContainsWildcardCharacters(path) || path.Contains('`', StringComparison.Ordinal);
}
