using OnsDlq.TestKit.Consoles;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.EndToEnd.Tests.Loading;

/// <summary>How the journal's assembly is loaded into a session: each test has its own process, because assemblies cannot be unloaded.</summary>
public sealed class JournalLoadingTests : IDisposable
{
    /// <summary>Opens a journal as a command does, and reports where its assemblies were loaded from.</summary>
    private const string Open =
        """
        function Get-Loaded($Assemblies) { @($Assemblies | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'sqlite|npgsql|OnsDlq\.Journal' }).Count }
        $module = (Get-Command Connect-OnsDlq).ImplementingType.Assembly
        $core = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'OnsDlq.Core' }
        'module ' + $module.Location
        'imported ' + (Get-Loaded ([AppDomain]::CurrentDomain.GetAssemblies()))
        $loader = $module.GetType('OnsDlq.Loading.JournalLoader')
        $location = $core.GetType('OnsDlq.Journal.JournalLocation').GetMethod('Parse').Invoke($null, @('JOURNAL'))
        $opening = $loader.GetMethod('OpenAsync').Invoke($loader.GetProperty('Shared').GetValue($null), @($location, [System.Threading.CancellationToken]::None))
        try { $opened = $opening.GetAwaiter().GetResult() } catch { 'error ' + $_.Exception.InnerException.Id }
        if ($opened) {
            'new ' + $opened.IsNew
            'shared Core ' + ($opened.Journal.GetType().GetInterfaces() -contains $core.GetType('OnsDlq.Journal.IResendJournal'))
            'opened ' + (Get-Loaded ([AppDomain]::CurrentDomain.GetAssemblies()))
            'among PowerShell''s ' + (Get-Loaded ([System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies))
            $null = $opened.Journal.DisposeAsync().AsTask().GetAwaiter().GetResult()
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq on the road ");

    private string Module => Path.Combine(_folder.FullName, "OnsDlq");

    private string Journal => Path.Combine(_folder.FullName, "kept here", "journal.db");

    /// <inheritdoc/>
    public void Dispose()
    {
        Protect(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_journal_is_loaded_at_first_use_and_apart_from_a_read_only_folder_with_spaces()
    {
        Travel();
        Protect(UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var before = Files();

        var run = await RunAsync();

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(
            [
                "module " + Path.Combine(Module, "bin", "OnsDlq.dll"), "imported 0", "new True", "shared Core True", "opened 5",
                "among PowerShell's 0",
            ],
            run.Lines);
        Assert.True(File.Exists(Journal));
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite.dll")]
    [InlineData("runtimes")]
    public async Task What_keeps_the_journal_and_is_not_there_is_named(string missing)
    {
        Travel();
        var path = Path.Combine(Module, "journal", "sqlite", missing);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);

        var run = await RunAsync();

        Assert.Equal("error JournalUnavailable", run.Lines[^1]);
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task A_journal_in_a_database_is_loaded_apart_and_without_SQLite()
    {
        Travel();
        Directory.Delete(Path.Combine(Module, "journal", "sqlite"), recursive: true);
        var server = await PostgresServer.SharedAsync(TestContext.Current.CancellationToken);

        var run = await RunAsync(server.Uri(await server.MakeDatabaseAsync(TestContext.Current.CancellationToken)));

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(
            ["module " + Path.Combine(Module, "bin", "OnsDlq.dll"), "imported 0", "new True", "shared Core True", "opened 2", "among PowerShell's 0"],
            run.Lines);
    }

    /// <summary>Copies the module to another place.</summary>
    private void Travel()
    {
        CopyTo(Module, Path.GetDirectoryName(ConsoleProgram.StagedManifest)!);
        Directory.CreateDirectory(Path.GetDirectoryName(Journal)!);
    }

    private static void CopyTo(string target, string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Task<ConsoleRun> RunAsync(string? journal = null) => ConsoleProgram.Pwsh.RunAsync(
        ["-NoProfile", "-NonInteractive", "-Command", $"Import-Module '{Module}'\n{Open.Replace("JOURNAL", journal ?? Journal, StringComparison.Ordinal)}"],
        TestContext.Current.CancellationToken);

    private string[] Files() => [.. Directory.EnumerateFileSystemEntries(Module, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private void Protect(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(Module)) return;
        foreach (var folder in Directory.EnumerateDirectories(Module, "*", SearchOption.AllDirectories).Append(Module)) File.SetUnixFileMode(folder, mode);
    }
}
