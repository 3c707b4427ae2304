using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Packaging;

/// <summary>build.ps1 as a user runs it, in two copies of the sources that contain no tests, at places whose names differ.</summary>
public sealed class BuildScriptTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-build-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Two_copies_of_the_sources_give_one_package_and_install_what_is_in_it_without_building_tests()
    {
        var (here, there) = (Copy("here"), Copy("there, where a name is longer"));

        var runs = await Task.WhenAll(
            RunAsync(here, "-Task", "Package"),
            RunAsync(there, "-Task", "Install", "-ModulePath", Path.Combine(there, "installed")));
        var again = await RunAsync(there, "-Task", "Package");

        Assert.All([.. runs, again], run => Assert.True((run.ExitCode, run.Errors) == (0, ""), run.Output + run.Errors));
        var package = Assert.Single(Directory.GetFiles(Path.Combine(here, "out"), "*.nupkg"));
        Assert.Equal(
            await File.ReadAllBytesAsync(package, Cancel), await File.ReadAllBytesAsync(Path.Combine(there, "out", Path.GetFileName(package)), Cancel));
        var staged = Files(Path.Combine(there, "out", "OnsDlq"));
        var installed = Path.Combine(there, "installed", "OnsDlq");
        var version = Assert.Single(Directory.GetFileSystemEntries(installed));
        Assert.Equal(staged, Files(version));
        // It says what it does, and nothing else.
        Assert.Equal(
            ["Building OnsDlq", "Staged it in", "Installed OnsDlq"],
            runs[1].Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ').Take(line[0] == 'S' ? 3 : 2))));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_installed_module_and_ends_with_1()
    {
        var broken = Copy("broken");
        await File.AppendAllTextAsync(Path.Combine(broken, "src", "OnsDlq.Core", "AsyncLock.cs"), "this does not compile", Cancel);
        var kept = Path.Combine(Directory.CreateDirectory(Path.Combine(broken, "installed", "OnsDlq", "0.1.0")).FullName, "kept.txt");
        await File.WriteAllTextAsync(kept, "", Cancel);

        var run = await RunAsync(broken, "-Task", "Install", "-ModulePath", Path.Combine(broken, "installed"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error CS", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(kept));
    }

    // What the module is built of, without what a build has made of it.
    private string Copy(string name)
    {
        var to = Path.Combine(_folder.FullName, name);
        var from = ConsoleProgram.RepositoryRoot;
        var files = Directory.EnumerateFiles(from).Concat(
            new[] { "src", "en-US", ".config" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(from, folder), "*", SearchOption.AllDirectories)));
        foreach (var file in files.Select(file => Path.GetRelativePath(from, file)).Where(IsSource))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, file))!);
            File.Copy(Path.Combine(from, file), Path.Combine(to, file));
        }

        return to;
    }

    private static bool IsSource(string file) => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj");

    // No node of MSBuild stays behind.
    private static Task<ConsoleRun> RunAsync(string folder, params string[] arguments) => ConsoleProgram.Pwsh.RunAsync(
        ["-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "build.ps1"), .. arguments],
        Cancel, new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" }, guard: Guard);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
