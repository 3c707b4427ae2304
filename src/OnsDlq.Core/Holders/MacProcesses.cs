using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace OnsDlq.Holders;

/// <summary>
/// The processes on macOS. The runtime computes start times from a clock that may be corrected meanwhile, so none are given: a process is proven
/// dead only if its ID does not exist.
/// </summary>
[SupportedOSPlatform("macos")]
internal sealed class MacProcesses : IProcessTable
{
    /// <inheritdoc/>
    public string Boot { get; } = ReadBoot();

    /// <inheritdoc/>
    public string ProcessSpace => "macos";

    /// <inheritdoc/>
    public bool Exists(int processId) => ProcessSight.Exists(processId);

    /// <inheritdoc/>
    public long? StartOf(int processId) => null;

    private static string ReadBoot()
    {
        var value = new byte[64];
        var length = (nuint)value.Length;
        return SystemControl("kern.bootsessionuuid\0"u8.ToArray(), value, ref length, nint.Zero, 0) == 0
            ? Encoding.ASCII.GetString(value, 0, (int)length).TrimEnd('\0')
            : "";
    }

    [DllImport("libc", EntryPoint = "sysctlbyname")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SystemControl(
        byte[] name, byte[] value, ref nuint length, nint newValue, nuint newLength);
}
