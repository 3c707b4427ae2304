using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Keeps anybody from writing to a file or folder, the superuser too, until it is disposed of.</summary>
internal sealed class WriteProtection : IDisposable
{
    private readonly ProcessStartInfo _undo;

    private WriteProtection(ProcessStartInfo undo) => _undo = undo;

    public static async Task<WriteProtection> OfAsync(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Permissions are tested on Unix.");
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.True(await Tool.RunAsync("chmod", "a-w", path));
            return new(new("chmod", ["u+w", path]));
        }

        // Permissions do not bind the superuser; the immutable flag does.
        Assert.SkipUnless(
            await Tool.RunAsync("chattr", "+i", path), "The superuser may write everywhere, and this file system has no immutable flag.");
        return new(new("chattr", ["-i", path]));
    }

    public void Dispose()
    {
        using var undo = Process.Start(_undo)!;
        undo.WaitForExit();
    }
}
