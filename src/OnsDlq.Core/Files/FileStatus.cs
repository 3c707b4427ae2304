namespace OnsDlq.Files;

/// <summary>
/// The status of a file, read without opening it: opening a pipe may never return, and closing a file drops this process's POSIX locks on it.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The ID of its file system; 0 where the system does not show it.</param>
/// <param name="Inode">Its inode number there; 0 where the system does not show it.</param>
/// <param name="Links">How many names (hard links) it has there.</param>
/// <param name="Owner">The ID of its owner; 0 where the system does not show it.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ModifiedAt">When its content last changed: ns since 1970-01-01 UTC, as precise as the file system stores it.</param>
/// <param name="Group">The ID of its group; 0 where the system does not show it.</param>
/// <param name="Mode">Its permissions; none where the system does not show them.</param>
/// <param name="IsMountRoot">Whether the path is a mount point; for a file: a bind mount. False where the system does not show it.</param>
internal sealed record FileStatus(
    FileKind Kind, ulong Device, ulong Inode, uint Links, uint Owner, long Size, long ModifiedAt, uint Group = 0,
    UnixFileMode Mode = UnixFileMode.None, bool IsMountRoot = false)
{
    /// <summary>Reads the status of a path, with links resolved; null where there is nothing.</summary>
    /// <exception cref="IOException">The system does not give it.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder in the path is denied.</exception>
    /// <exception cref="ArgumentException">No file can have that name.</exception>
    public static FileStatus? Of(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal)) throw new ArgumentException("No file can have that name.", nameof(path));
        if (OperatingSystem.IsLinux()) return LinuxFiles.Look(path);
        if (OperatingSystem.IsMacOS()) return MacFiles.Look(path);
        var file = new FileInfo(path);
        if (!file.Exists && !Directory.Exists(path)) return null;
        var kind = (file.Attributes & FileAttributes.Directory) != 0 ? FileKind.Folder
            : (file.Attributes & FileAttributes.Device) != 0 ? FileKind.Special
            : FileKind.Regular;
        return new(kind, 0, 0, 1, 0, kind == FileKind.Regular ? file.Length : 0, (file.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks * 100);
    }

    /// <summary>Whether this user may write to the file at a path; true where the system does not show it.</summary>
    public static bool MayWrite(string path) =>
        OperatingSystem.IsWindows() || UnixAccess.MayWrite(path);

    /// <summary>Whether both are the same file, whatever its content.</summary>
    public bool IsSameFile(FileStatus other) => (Device, Inode) == (other.Device, other.Inode);

    /// <summary>The permissions in a Unix file mode.</summary>
    internal static UnixFileMode PermissionsOf(int mode) => (UnixFileMode)(mode & 0xFFF);

    /// <summary>The kind by the Unix file mode.</summary>
    internal static FileKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        _ => FileKind.Special,
    };

    /// <summary>Converts a Unix error number; null where there is nothing at the path.</summary>
    internal static FileStatus? Refused(int error, string path) => error switch
    {
        2 or 20 => null,
        13 => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        _ => throw new IOException($"The status of '{path}' cannot be read (error {error})."),
    };
}
