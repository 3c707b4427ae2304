namespace OnsDlq.Files;

/// <summary>Makes folders that are accessible to the user only.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes a folder with every folder above it that does not exist, each accessible to the user only (on Windows, as the folder above says). Those
    /// that exist stay as they are.
    /// </summary>
    /// <remarks>.NET gives the mode to the last folder only, and the default one to those above.</remarks>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } above) Make(above);
        Directory.CreateDirectory(path, Own);
    }
}
