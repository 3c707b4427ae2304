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
    private const int CurrentFolder = -100, BasicFacts = 0x7FF, AnswerSize = 256, MountRoot = 0x2000;

    /// <summary>Reads the status of a path; null where there is nothing.</summary>
    public static FileStatus? Look(string path)
    {
        var answer = new byte[AnswerSize];
        if (SystemCall(Number(), CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicFacts, answer) != 0)
            return FileStatus.Refused(Marshal.GetLastPInvokeError(), path);

        uint Word(int at) => MemoryMarshal.Read<uint>(answer.AsSpan(at));
        ulong Long(int at) => MemoryMarshal.Read<ulong>(answer.AsSpan(at));
        return new(
            FileStatus.KindOf(MemoryMarshal.Read<ushort>(answer.AsSpan(28))),
            Device: ((ulong)Word(136) << 32) | Word(140),
            Inode: Long(32),
            Links: Word(16),
            Owner: Word(20),
            Size: (long)Long(40),
            ModifiedAt: unchecked(((long)Long(112) * 1_000_000_000) + Word(120)),
            IsMountRoot: (Long(8) & Long(56) & MountRoot) != 0);
    }

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
    private static extern nint SystemCall(nint number, nint folder, byte[] path, nint flags, nint facts, byte[] answer);
}
