using System.Runtime.InteropServices;
using System.Text;

namespace OnsDlq.Files;

/// <summary>This user and the user's permissions on Unix, by geteuid(2) and access(2).</summary>
internal static class UnixAccess
{
    private const int Write = 2;

    /// <summary>Whether this user may write to the file at a path; false on a read-only file system.</summary>
    public static bool MayWrite(string path) => Access(Encoding.UTF8.GetBytes(path + '\0'), Write) == 0;

    /// <summary>The ID of this user.</summary>
    public static uint User => EffectiveUser();

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}
