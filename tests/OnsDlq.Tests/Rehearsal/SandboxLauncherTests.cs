using System.Reflection;
using OnsDlq.Errors;
using OnsDlq.Rehearsal;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Rehearsal;

public sealed class SandboxLauncherTests
{
    private static readonly string SandboxAssembly = typeof(SandboxProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SandboxAssembly").Value!;

    private static readonly SandboxOptions Options = new(0, "none", "default", 0, "note");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sandbox_starts_says_where_it_is_and_ends_when_told()
    {
        var sandbox = await new SandboxLauncher(DotnetHost.OfThisMachine, SandboxAssembly).StartAsync(Options, Cancellation);
        try
        {
            Assert.True(sandbox.IsRunning);
            Assert.True(sandbox.Endpoint.IsLoopback);
            using var http = new HttpClient();
            Assert.Contains("ok", await http.GetStringAsync(new Uri(sandbox.Control + "/health"), Cancellation), StringComparison.Ordinal);
            Assert.DoesNotContain(sandbox.GetType().GetProperties(), p => Equals(p.GetValue(sandbox), sandbox.AccessKeySecret));
        }
        finally
        {
            await sandbox.StopAsync();
        }

        Assert.Throws<ArgumentException>(() => System.Diagnostics.Process.GetProcessById(sandbox.ProcessId));
    }

    [Fact]
    public async Task A_sandbox_that_cannot_start_says_why()
    {
        var launcher = new SandboxLauncher(DotnetHost.OfThisMachine, SandboxAssembly);

        var failure = await Assert.ThrowsAsync<CommandException>(
            () => launcher.StartAsync(Options with { Seed = Path.Combine(AppContext.BaseDirectory, "no-such-seed.json") }, Cancellation));

        Assert.Equal(ErrorId.SandboxFailed, failure.Id);
        Assert.Contains("no-such-seed.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_process()
    {
        using var cancel = new CancellationTokenSource();
        var start = new SandboxLauncher(DotnetHost.OfThisMachine, SandboxAssembly).StartAsync(Options, cancel.Token);

        await cancel.CancelAsync();

        // The launcher waits for the end of the child process before it throws, so no process is left afterwards.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Where_dotnet_is_missing_the_error_says_so()
    {
        var nowhere = new DotnetHost(_ => null, _ => false, null, null);

        var failure = await Assert.ThrowsAsync<CommandException>(() => new SandboxLauncher(nowhere, SandboxAssembly).StartAsync(Options, Cancellation));

        Assert.Equal(ErrorId.SandboxRuntimeMissing, failure.Id);
    }

    [Fact]
    public async Task Where_the_sandbox_is_missing_the_error_says_so()
    {
        var launcher = new SandboxLauncher(DotnetHost.OfThisMachine, Path.Combine(AppContext.BaseDirectory, "no-such.dll"));

        var failure = await Assert.ThrowsAsync<CommandException>(() => launcher.StartAsync(Options, Cancellation));

        Assert.Equal(ErrorId.SandboxRuntimeMissing, failure.Id);
    }

    [Theory]
    [InlineData("DOTNET_ROOT", "/opt/net", "/opt/net/dotnet")]
    [InlineData("DOTNET_HOST_PATH", "/opt/host/dotnet", "/opt/host/dotnet")]
    [InlineData("PATH", "/bin:/opt/bin", "/opt/bin/dotnet")]
    [InlineData("HOME", "/home/x", "/home/x/.dotnet/dotnet")]
    public void The_dotnet_program_is_found_where_it_may_be(string variable, string value, string expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The places are those of Unix.");
        var host = new DotnetHost(name => name == variable ? value : null, path => path == expected, null, null);

        Assert.Equal(expected, host.Find());
    }

    [Fact]
    public void The_dotnet_program_is_found_beside_the_runtime_in_use()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "net"));
        var host = new DotnetHost(_ => null, path => path == Path.Combine(root, name), null, Path.Combine(root, "shared", "Microsoft.NETCore.App", "10.0.0"));

        Assert.Equal(Path.Combine(root, name), host.Find());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Now listening")]
    [InlineData("[]")]
    [InlineData("{\"endpoint\":\"http://127.0.0.1:1\"}")]
    [InlineData("{\"endpoint\":7,\"control\":\"x\",\"regionId\":\"r\",\"accessKeyId\":\"a\",\"accessKeySecret\":\"s\"}")]
    public void A_line_that_is_not_the_ready_line_is_not_taken_for_it(string line) => Assert.Null(SandboxReady.Read(line));
}
