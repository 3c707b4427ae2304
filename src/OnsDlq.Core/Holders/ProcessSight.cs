using System.Diagnostics;

namespace OnsDlq.Holders;

/// <summary>Looks for a process by its ID.</summary>
internal static class ProcessSight
{
    /// <summary>
    /// Whether a process with that ID runs, of whatever user: by signal 0 on Unix (which also finds a process hidden in /proc) and by the
    /// system's list on Windows.
    /// </summary>
    public static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
