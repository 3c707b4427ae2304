using System.Diagnostics;
using System.Globalization;
using OnsDlq.Journal.Tests.Children;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Another user of this machine who owns no file here; runs a copy of this program that everybody may read.</summary>
internal sealed class OtherUser : IAsyncDisposable
{
    private const string User = "65534";

    private readonly DirectoryInfo _copy;
    private readonly string _temp;

    private OtherUser(DirectoryInfo copy, string temp) => (_copy, _temp) = (copy, temp);

    /// <summary>Prepares the copy; from now on everybody may enter and read the test's folder.</summary>
    public static async Task<OtherUser> MakeAsync(string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only the superuser can become another user.");
        Assert.SkipUnless(await Tool.RunAsync("setpriv", "--version"), "There is no setpriv here.");
        Assert.True(await Tool.RunAsync("chmod", "755", folder));
        var copy = Directory.CreateTempSubdirectory("onsdlq other ");
        Assert.True(await Tool.RunAsync("cp", "-r", AppContext.BaseDirectory.TrimEnd('/') + "/.", copy.FullName));
        var temp = copy.CreateSubdirectory("temp").FullName;
        Assert.True(await Tool.RunAsync("chmod", "-R", "a+rX", copy.FullName));
        Assert.True(await Tool.RunAsync("chmod", "1777", temp));
        return new(copy, temp);
    }

    /// <summary>Runs a child to its end and returns its lines. It leaves nothing in the temporary folder.</summary>
    public async Task<string[]> RunAsync(string role, string path, CancellationToken cancellationToken)
    {
        var start = Command(["--reuid", User, "--regid", User, "--clear-groups"], role, path, "other");
        (start.RedirectStandardOutput, start.RedirectStandardInput) = (true, true);
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken);
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_temp), left => Path.GetFileName(left).StartsWith("onsdlq", StringComparison.Ordinal));
        return lines;
    }

    /// <summary>Starts a child as the user with an ID, who has a group of the same ID and is a member of another; the umask is 077.</summary>
    public ChildProcess StartMember(int user, int group, string role, string path)
    {
        var name = user.ToString(CultureInfo.InvariantCulture);
        string[] identity =
        [
            "--reuid", name, "--regid", name, "--groups", group.ToString(CultureInfo.InvariantCulture), "sh", "-c", "umask 077; exec \"$@\"", "sh",
        ];
        return ChildProcess.Start(Command(identity, role, path, name));
    }

    public ValueTask DisposeAsync()
    {
        _copy.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private ProcessStartInfo Command(string[] identity, string role, string path, string name)
    {
        var program = Path.Combine(_copy.FullName, Path.GetFileName(typeof(OtherUser).Assembly.Location));
        var start = new ProcessStartInfo("setpriv", [.. identity, "dotnet", program, ChildProcess.Marker, role, path, name]);
        foreach (var variable in new[] { "HOME", "TMPDIR" }) start.Environment[variable] = _temp;
        return start;
    }
}
