using System.Diagnostics;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>The end of a process that another process started.</summary>
internal static class Ended
{
    /// <summary>Waits until there is no such process.</summary>
    public static async Task WaitAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (ArgumentException)
        {
            // It has ended before.
        }
    }
}
