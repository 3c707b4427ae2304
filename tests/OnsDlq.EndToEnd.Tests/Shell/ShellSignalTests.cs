using System.Globalization;

namespace OnsDlq.EndToEnd.Tests.Shell;

public sealed class ShellSignalTests
{
    [Fact]
    public async Task An_interrupt_stops_the_pipeline_and_not_the_shell()
    {
        SkipWhereInterruptsAreIgnored();
        await using var shell = LiveShell.OnPipes();

        await shell.Type("'started'; try { while ($true) { } } finally { [Console]::Out.WriteLine('cleaned up') }\n");
        await shell.WaitFor("started");
        await ShellProgram.Signal(shell.ProcessId, "INT");
        await shell.WaitFor("cleaned up");
        await shell.Type("'alive'\nexit 5\n");
        await shell.WaitFor("alive");

        Assert.Equal(5, await shell.Exit());
    }

    [Fact]
    public async Task An_interrupted_command_ends_with_130()
    {
        SkipWhereInterruptsAreIgnored();
        await using var shell = LiveShell.OnPipes("-c", "'started'; while ($true) { }");

        await shell.WaitFor("started");
        await ShellProgram.Signal(shell.ProcessId, "INT");

        Assert.Equal(130, await shell.Exit());
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task Told_to_end_it_lets_the_pipeline_settle_first(string signal, int expected)
    {
        SkipOnWindows();
        await using var shell = LiveShell.OnPipes("-c", "'started'; try { while ($true) { } } finally { [Console]::Out.WriteLine('cleaned up') }");

        await shell.WaitFor("started");
        await ShellProgram.Signal(shell.ProcessId, signal);
        await shell.WaitFor("cleaned up");

        Assert.Equal(expected, await shell.Exit());
    }

    [Fact]
    public async Task Told_to_end_while_it_waits_for_a_line_it_ends()
    {
        SkipOnWindows();
        await using var shell = LiveShell.OnPipes();

        await shell.Type("'started'\n");
        await shell.WaitFor("started");
        await ShellProgram.Signal(shell.ProcessId, "TERM");

        Assert.Equal(143, await shell.Exit());
    }

    private static void SkipOnWindows() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");

    // A job that a script put into the background inherits "ignore", and so do its children.
    internal static void SkipWhereInterruptsAreIgnored()
    {
        SkipOnWindows();
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        var mask = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        var ignored = (ulong.Parse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 2) != 0;
        Assert.SkipWhen(ignored, "SIGINT is ignored by whoever started the tests.");
    }
}
