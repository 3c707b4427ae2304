using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Prevents everybody, including the superuser, from writing to a file or folder until it is disposed.</summary>
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

        // The superuser ignores permissions, but not the immutable flag.
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
