using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace OnsDlq.Files;

/// <summary>
/// The status of files on Linux, by statx(2), whose result is the same on every processor. It is called by its system call number, since the C
/// library of some distributions does not export it.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class LinuxFiles
{
    private const int CurrentFolder = -100, BasicFacts = 0x7FF, AnswerSize = 256, MountRoot = 0x2000, UsualPath = 512;

    /// <summary>Reads the status of a path; null where there is nothing.</summary>
    public static FileStatus? Look(string path)
    {
        Span<byte> answer = stackalloc byte[AnswerSize];
        Span<byte> name = stackalloc byte[UsualPath];
        if (Encoding.UTF8.GetMaxByteCount(path.Length) >= UsualPath) name = new byte[Encoding.UTF8.GetByteCount(path) + 1];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        if (SystemCall(Number(), CurrentFolder, in name[0], 0, BasicFacts, ref answer[0]) != 0)
            return FileStatus.Refused(Marshal.GetLastPInvokeError(), path);

        var mode = MemoryMarshal.Read<ushort>(answer[28..]);
        return new(
            FileStatus.KindOf(mode),
            Device: ((ulong)Word(answer, 136) << 32) | Word(answer, 140),
            Inode: Long(answer, 32),
            Links: Word(answer, 16),
            Owner: Word(answer, 20),
            Size: (long)Long(answer, 40),
            ModifiedAt: unchecked(((long)Long(answer, 112) * 1_000_000_000) + Word(answer, 120)),
            Group: Word(answer, 24),
            Mode: FileStatus.PermissionsOf(mode),
            IsMountRoot: (Long(answer, 8) & Long(answer, 56) & MountRoot) != 0);
    }

    private static uint Word(ReadOnlySpan<byte> answer, int at) => MemoryMarshal.Read<uint>(answer[at..]);

    private static ulong Long(ReadOnlySpan<byte> answer, int at) => MemoryMarshal.Read<ulong>(answer[at..]);

    private static int Number() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 332,
        Architecture.X86 or Architecture.Ppc64le => 383,
        Architecture.Arm => 397,
        Architecture.S390x => 379,
        _ => 291,
    };

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(nint number, nint folder, in byte path, nint flags, nint facts, ref byte answer);
}
