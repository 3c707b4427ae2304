using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Win32;

namespace OnsDlq.Holders;

/// <summary>
/// The processes on Windows. A process ID together with the creation time (100 ns) is never used twice on one machine. So only the machine must
/// be distinguished: containers of one image share the machine ID, but have different names.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsProcesses : IProcessTable
{
    /// <inheritdoc/>
    public string Boot { get; } = string.Join(
        ' ',
        Read(@"SOFTWARE\Microsoft\Cryptography", "MachineGuid"),
        Read(@"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters", "BootId")).Trim();

    /// <inheritdoc/>
    public string ProcessSpace => "windows";

    /// <inheritdoc/>
    public bool Exists(int processId) => ProcessSight.Exists(processId);

    /// <inheritdoc/>
    public long? StartOf(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToFileTimeUtc();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static string? Read(string key, string name)
    {
        try
        {
            using var opened = Registry.LocalMachine.OpenSubKey(key);
            return Convert.ToString(opened?.GetValue(name), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is System.Security.SecurityException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
