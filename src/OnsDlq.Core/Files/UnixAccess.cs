using System.Runtime.InteropServices;
using System.Text;

namespace OnsDlq.Files;

/// <summary>What Unix lets this user do (access(2)), without doing it.</summary>
internal static class UnixAccess
{
    private const int Write = 2;

    /// <summary>Whether this user may write to what lies at a path; false for a medium that may only be read, too.</summary>
    public static bool MayWrite(string path) => Access(Encoding.UTF8.GetBytes(path + '\0'), Write) == 0;

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}
