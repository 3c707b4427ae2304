using System.Reflection.PortableExecutable;
using System.Text;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Packaging;

/// <summary>
/// build.ps1 as a user runs it, in a copy of the sources that contains no tests. The copy is built once; what follows builds only what has changed.
/// </summary>
public sealed class BuildScriptTests : IDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromMinutes(15);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-build-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_packs_and_installs_without_building_tests_the_same_bytes_wherever_it_is_and_a_failed_build_leaves_the_installed_module()
    {
        var sources = Copy("sources");
        string[] install = ["-Task", "Install", "-ModulePath", Path.Combine(sources, "installed")];

        var packed = await RunAsync(sources, "-Task", "Package");
        var package = Assert.Single(Directory.GetFiles(Path.Combine(sources, "out"), "*.nupkg"));
        var bytes = await File.ReadAllBytesAsync(package, Cancel);
        var staged = Files(Path.Combine(sources, "out", "OnsDlq")).ToArray();
        var installed = await RunAsync(sources, install);
        var again = await RunAsync(sources, "-Task", "Package");
        await File.AppendAllTextAsync(Path.Combine(sources, "src", "OnsDlq.Core", "AsyncLock.cs"), "this does not compile", Cancel);
        var failed = await RunAsync(sources, install);

        Assert.All([packed, installed, again], run => Assert.True((run.ExitCode, run.Errors) == (0, ""), run.Output + run.Errors));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(package, Cancel));
        var version = Assert.Single(Directory.GetFileSystemEntries(Path.Combine(sources, "installed", "OnsDlq")));
        Assert.Equal(staged, Files(version));
        // It says what it does, and nothing else.
        Assert.Equal(
            ["Building OnsDlq", "Staged it in", "Installed OnsDlq"],
            installed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ').Take(line[0] == 'S' ? 3 : 2))));
        // What two builds of one commit could differ in: the compiler's own choices, and the folder.
        Assert.All(staged.Where(IsOwnAssembly), file => Assert.True(IsReproducible(Path.Combine(version, file)), $"{file} is not built deterministically."));
        Assert.All(staged.Where(IsOwn), file => AssertDoesNotName(Path.Combine(version, file), Path.GetFileName(_folder.FullName)));
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("error CS", failed.Output + failed.Errors, StringComparison.Ordinal);
    }

    private static bool IsOwn(string file) => Path.GetFileName(file).StartsWith("OnsDlq", StringComparison.Ordinal);

    private static bool IsOwnAssembly(string file) => IsOwn(file) && file.EndsWith(".dll", StringComparison.Ordinal);

    private static bool IsReproducible(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(assembly));
        return reader.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    private static void AssertDoesNotName(string file, string folder)
    {
        var content = File.ReadAllBytes(file).AsSpan();
        Assert.True(content.IndexOf(Encoding.UTF8.GetBytes(folder)) < 0 && content.IndexOf(Encoding.Unicode.GetBytes(folder)) < 0, $"{file} names its folder.");
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

    // No node of MSBuild stays behind, and nothing that the build of these tests has downloaded is downloaded again: the tests' home is empty.
    private static Task<ConsoleRun> RunAsync(string folder, params string[] arguments) => ConsoleProgram.Pwsh.RunAsync(
        ["-NoProfile", "-NonInteractive", "-File", Path.Combine(folder, "build.ps1"), .. arguments], Cancel,
        new Dictionary<string, string>
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["DOTNET_NOLOGO"] = "1",
            ["NUGET_PACKAGES"] = ConsoleProgram.Packages,
        },
        guard: Guard);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
}
