using System.Diagnostics;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A file system of 1 MiB in memory, if this user may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(string folder)
    {
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder, "disk")).FullName;
        var mounted = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && await Tool.RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path);
        Assert.SkipUnless(mounted, "This user may not mount a small file system.");
        return new(path);
    }

    /// <summary>Fills the disk completely.</summary>
    public void Fill()
    {
        using var file = new FileStream(System.IO.Path.Combine(Path, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Dispose()
    {
        using var unmount = Process.Start("umount", ["-l", Path]);
        unmount.WaitForExit();
    }
}
