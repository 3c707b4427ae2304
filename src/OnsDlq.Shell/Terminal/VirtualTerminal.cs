using System.Runtime.InteropServices;

namespace OnsDlq.Shell.Terminal;

/// <summary>Whether the console understands escape sequences: always on Unix; on Windows it has to be told to.</summary>
internal static class VirtualTerminal
{
    private const int StandardOutput = -11;
    private const uint ProcessEscapeSequences = 0x0004;

    /// <summary>Turns them on where need be; false where the console has no such mode.</summary>
    public static bool TryEnable()
    {
        if (!OperatingSystem.IsWindows())
        {
            return Environment.GetEnvironmentVariable("TERM") is not "dumb";
        }
        var handle = GetStdHandle(StandardOutput);
        return GetConsoleMode(handle, out var mode) && SetConsoleMode(handle, mode | ProcessEscapeSequences);
    }

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int handle);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}
