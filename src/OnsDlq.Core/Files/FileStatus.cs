namespace OnsDlq.Files;

/// <summary>
/// What the system tells of a file without opening it: opening a pipe may never return, and closing a file drops the locks that this
/// process holds on it.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Device">The file system it lies on; 0 where the system does not tell.</param>
/// <param name="Inode">Its number there; 0 where the system does not tell.</param>
/// <param name="Links">How many names it has there.</param>
/// <param name="Owner">The number of the user it belongs to; 0 where the system does not tell.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="ModifiedAt">When its contents last changed: ns since 1970-01-01 UTC, as exact as the file system keeps it.</param>
/// <param name="IsMountRoot">Something is mounted exactly there: a file that is one was bound to that path. False where the system does not tell.</param>
internal sealed record FileStatus(
    FileKind Kind, ulong Device, ulong Inode, uint Links, uint Owner, long Size, long ModifiedAt, bool IsMountRoot = false)
{
    /// <summary>Looks at what lies at a path, or at the end of the links there; null where there is nothing.</summary>
    /// <exception cref="IOException">The system will not tell.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
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

    /// <summary>Whether this user may write to what lies at a path; where the system does not tell, as if he may.</summary>
    public static bool MayWrite(string path) =>
        OperatingSystem.IsWindows() || UnixAccess.MayWrite(path);

    /// <summary>Whether both are the same file, whatever it holds by now.</summary>
    public bool IsSameFile(FileStatus other) => (Device, Inode) == (other.Device, other.Inode);

    /// <summary>The kind by the mode that every Unix tells.</summary>
    internal static FileKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Folder,
        _ => FileKind.Special,
    };

    /// <summary>What a refusal by a Unix means; null where there is nothing at the path.</summary>
    internal static FileStatus? Refused(int error, string path) => error switch
    {
        2 or 20 => null,
        13 => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
        _ => throw new IOException($"The system does not tell what lies at '{path}' (error {error})."),
    };
}
