using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Shell;

/// <summary>The shell is PowerShell's console host with the module loaded; the console host itself is not tested here.</summary>
public sealed class ShellTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_module_is_there_in_the_console_host_without_being_imported()
    {
        var run = await ShellConsole.Program.RunAsync(["-NoProfile", "-Command", "(Get-Module OnsDlq).ModuleBase; $Host.Name"], Cancellation);

        Assert.Equal([Path.GetDirectoryName(ConsoleProgram.StagedManifest)!, "ConsoleHost"], run.Lines);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task The_module_is_there_in_other_runspaces_too()
    {
        var run = await ShellConsole.Program.RunAsync(
            ["-NoProfile", "-Command", "1 | ForEach-Object -Parallel { (Get-Command Get-OnsDlqMessage).Source }"], Cancellation);

        Assert.Equal(["OnsDlq"], run.Lines);
    }

    [Theory]
    [InlineData("exit 42", 42)]
    [InlineData("throw 'enough'", 1)]
    public async Task The_exit_code_is_that_of_the_command(string command, int expected) =>
        Assert.Equal(expected, (await ShellConsole.Program.RunAsync(["-NoProfile", "-Command", command], Cancellation)).ExitCode);

    [Fact]
    public async Task Commands_come_from_standard_input_too()
    {
        var run = await ShellConsole.Program.RunAsync(["-NoLogo", "-NoProfile", "-Command", "-"], Cancellation, input: "'a' + 'b'\nexit 5\n");

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("ab", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirected_output_has_no_colours()
    {
        var run = await ShellConsole.Program.RunAsync(
            ["-NoProfile", "-Command", "Get-Command Get-Help; Get-Command NoSuchCommand; Write-Warning careful"], Cancellation);

        Assert.Contains("Get-Help", run.Output, StringComparison.Ordinal);
        Assert.Contains("careful", run.Output, StringComparison.Ordinal);
        Assert.Contains("NoSuchCommand", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', run.Output + run.Errors);
    }

    [Fact]
    public async Task Without_the_module_it_says_so_and_ends_with_70()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-shell-");
        try
        {
            var run = await CopyWithoutModule(folder.FullName).RunAsync(["-NoProfile", "-Command", "'went on'"], Cancellation);

            Assert.Equal((70, ""), (run.ExitCode, run.Output));
            Assert.Contains("The module is not at", run.Errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The module's path is compiled in: the copy of the shell has another path of the same length, where nothing exists.
    private static ConsoleProgram CopyWithoutModule(string folder)
    {
        var from = Path.GetDirectoryName(ShellConsole.Program.Assembly)!;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var assembly = Path.Combine(folder, Path.GetFileName(ShellConsole.Program.Assembly));
        var bytes = File.ReadAllBytes(assembly);
        "out/Absent/"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("out/OnsDlq/"u8)));
        File.WriteAllBytes(assembly, bytes);
        return new ConsoleProgram(assembly);
    }
}
