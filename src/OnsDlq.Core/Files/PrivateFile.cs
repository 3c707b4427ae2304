namespace OnsDlq.Files;

/// <summary>Opens files that, where they are made, only the user may read and write.</summary>
internal static class PrivateFile
{
    /// <summary>Opens one; a file that exists keeps its permissions, and on Windows a new one has those of its folder.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for lack of permission.</exception>
    public static FileStream Open(string path, FileStreamOptions options)
    {
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }
}
