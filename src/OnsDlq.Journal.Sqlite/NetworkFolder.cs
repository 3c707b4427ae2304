namespace OnsDlq.Journal.Sqlite;

/// <summary>Tells network file systems, where SQLite's locks cannot be trusted, from local ones.</summary>
internal static class NetworkFolder
{
    public static bool Is(string folder)
    {
        if (OperatingSystem.IsWindows() && IsShare(folder)) return true;
        try
        {
            return new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsShare(string folder) =>
        folder.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase)
        || (folder.StartsWith(@"\\", StringComparison.Ordinal)
            && !folder.StartsWith(@"\\?\", StringComparison.Ordinal)
            && !folder.StartsWith(@"\\.\", StringComparison.Ordinal));
}
