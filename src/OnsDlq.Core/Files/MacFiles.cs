using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace OnsDlq.Files;

/// <summary>The status of files on macOS, by stat(2) with 64-bit inodes, which has another name on Intel.</summary>
[SupportedOSPlatform("macos")]
internal static class MacFiles
{
    private const int AnswerSize = 256;

    /// <summary>Reads the status of a path; null where there is nothing.</summary>
    public static FileStatus? Look(string path)
    {
        var (name, answer) = (Encoding.UTF8.GetBytes(path + '\0'), new byte[AnswerSize]);
        var result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatusOnIntel(name, answer) : Status(name, answer);
        if (result != 0) return FileStatus.Refused(Marshal.GetLastPInvokeError(), path);

        long Long(int at) => MemoryMarshal.Read<long>(answer.AsSpan(at));
        var mode = MemoryMarshal.Read<ushort>(answer.AsSpan(4));
        return new(
            FileStatus.KindOf(mode),
            Device: MemoryMarshal.Read<uint>(answer.AsSpan(0)),
            Inode: (ulong)Long(8),
            Links: MemoryMarshal.Read<ushort>(answer.AsSpan(6)),
            Owner: MemoryMarshal.Read<uint>(answer.AsSpan(16)),
            Size: Long(96),
            ModifiedAt: unchecked((Long(48) * 1_000_000_000) + Long(56)),
            Group: MemoryMarshal.Read<uint>(answer.AsSpan(20)),
            Mode: FileStatus.PermissionsOf(mode));
    }

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(byte[] path, byte[] answer);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatusOnIntel(byte[] path, byte[] answer);
}
