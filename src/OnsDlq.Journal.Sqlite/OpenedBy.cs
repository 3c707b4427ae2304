using System.Globalization;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Finds the processes that have a file open, as far as the system shows them to this user.</summary>
internal static class OpenedBy
{
    /// <summary>The other processes that have a file open, as name (ID); null where the system does not show them.</summary>
    public static string[]? Others(string path)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fd")) return null;
        return [.. Directory.EnumerateDirectories("/proc")
            .Where(
                process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId)
            .Where(process => Has(process, path)).Select(Name).Order(StringComparer.Ordinal)];
    }

    private static bool Has(string process, string path)
    {
        try
        {
            return Directory.EnumerateFiles(process + "/fd").Any(descriptor => new FileInfo(descriptor).LinkTarget == path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
            return false;
        }
    }

    private static string Name(string process)
    {
        var id = Path.GetFileName(process);
        try
        {
            return $"{File.ReadAllText(process + "/comm").Trim()} ({id})";
        }
        catch (IOException)
        {
            return $"({id})";
        }
    }
}
