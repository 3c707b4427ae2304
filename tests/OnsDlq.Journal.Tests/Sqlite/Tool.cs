using System.ComponentModel;
using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A program of the system.</summary>
internal static class Tool
{
    /// <summary>Runs it; false if it does not exist or fails.</summary>
    public static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
