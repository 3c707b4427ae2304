using System.Diagnostics;
using OnsDlq.Holders;

namespace OnsDlq.Core.Tests.Holders;

public sealed class HolderIdentityTests
{
    private static readonly ClaimHolder Other = new("box", "boot-1", "pid:[1]", 7, 700);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_process_that_is_gone_is_dead() => Assert.True(Seeing().IsProvenDead(Other));

    [Fact]
    public void A_process_that_runs_is_not_dead() => Assert.False(Seeing((7, 700)).IsProvenDead(Other));

    [Fact]
    public void A_process_ID_that_is_used_again_does_not_keep_the_dead_alive() => Assert.True(Seeing((7, 701)).IsProvenDead(Other));

    [Fact]
    public void A_process_whose_start_is_not_told_is_not_proven_dead()
    {
        Assert.False(Seeing((7, null)).IsProvenDead(Other));
        Assert.False(Seeing((7, 701)).IsProvenDead(Other with { ProcessStart = 0 }));
    }

    [Fact]
    public void Who_cannot_be_seen_from_here_is_not_proven_dead()
    {
        Assert.False(Seeing().IsProvenDead(Other with { Machine = "other" }));
        Assert.False(Seeing().IsProvenDead(Other with { Boot = "boot-2" }));
        Assert.False(Seeing().IsProvenDead(Other with { ProcessSpace = "pid:[2]" }));
        Assert.False(new HolderIdentity(new ListedProcesses { Boot = "" }).IsProvenDead(Other with { Boot = "" }));
        Assert.False(new HolderIdentity(new ListedProcesses { ProcessSpace = "" }).IsProvenDead(Other with { ProcessSpace = "" }));
    }

    [Fact]
    public void This_process_is_named_and_not_dead()
    {
        var identity = HolderIdentity.OfThisProcess;

        Assert.Equal(Environment.ProcessId, identity.Current.ProcessId);
        Assert.False(identity.IsProvenDead(identity.Current));
        Assert.NotEqual("", identity.Current.Boot);
        Assert.NotEqual("", identity.Current.ProcessSpace);
        Assert.Equal(identity.Current, new HolderIdentity(SystemTable()).Current);
    }

    [Fact]
    public async Task A_real_child_is_alive_until_it_is_killed()
    {
        var identity = HolderIdentity.OfThisProcess;
        using var child = Child();
        var holder = identity.Current with { ProcessId = child.Id, ProcessStart = SystemTable().StartOf(child.Id) ?? 0 };

        Assert.False(identity.IsProvenDead(holder));
        if (holder.ProcessStart != 0) Assert.True(identity.IsProvenDead(holder with { ProcessStart = holder.ProcessStart - 1 }));

        child.Kill();
        await child.WaitForExitAsync(Stop);
        Assert.True(identity.IsProvenDead(holder));
    }

    [Fact]
    public async Task A_child_that_has_ended_unnoticed_is_dead()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Unix keeps what has ended until its parent notices.");

        // The shell starts a process and then replaces itself (exec) with a program that never waits for its child, so the child becomes a
        // zombie. The child ends only after the exec, because a shell might wait for it.
        using var parent = Start("/bin/sh", "-c", "sleep 600 & echo $!; exec sleep 600");
        try
        {
            var child = int.Parse((await parent.StandardOutput.ReadLineAsync(Stop))!, System.Globalization.CultureInfo.InvariantCulture);
            var table = new LinuxProcesses("/proc");
            using var guard = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            guard.CancelAfter(TimeSpan.FromSeconds(30));
            while (await File.ReadAllTextAsync($"/proc/{parent.Id}/comm", guard.Token) != "sleep\n") await Task.Delay(10, guard.Token);
            using (var kill = Start("kill", "-KILL", child.ToString(System.Globalization.CultureInfo.InvariantCulture))) await kill.WaitForExitAsync(Stop);
            while (table.Exists(child)) await Task.Delay(10, guard.Token);

            // The zombie is still listed: its process ID is not reused, and its start time is unchanged.
            Assert.True(ProcessSight.Exists(child));
            Assert.True(HolderIdentity.OfThisProcess.IsProvenDead(
                HolderIdentity.OfThisProcess.Current with { ProcessId = child, ProcessStart = table.StartOf(child)!.Value }));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public async Task A_suspended_child_is_not_dead()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no SIGSTOP.");
        using var child = Child();
        var holder = HolderIdentity.OfThisProcess.Current with { ProcessId = child.Id, ProcessStart = SystemTable().StartOf(child.Id) ?? 0 };
        using (var stop = Start("kill", "-STOP", child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))) await stop.WaitForExitAsync(Stop);

        Assert.False(HolderIdentity.OfThisProcess.IsProvenDead(holder));

        child.Kill();
    }

    private static HolderIdentity Seeing(params (int Id, long? Start)[] processes) =>
        new(new ListedProcesses { Listed = processes.ToDictionary(process => process.Id, process => process.Start) });

    private static IProcessTable SystemTable() =>
        OperatingSystem.IsLinux() ? new LinuxProcesses("/proc")
        : OperatingSystem.IsWindows() ? new WindowsProcesses()
        : OperatingSystem.IsMacOS() ? new MacProcesses()
        : new UnknownProcesses();

    private static Process Child() => OperatingSystem.IsWindows() ? Start("ping", "-n", "600", "127.0.0.1") : Start("sleep", "600");

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;

    private sealed class ListedProcesses : IProcessTable
    {
        public Dictionary<int, long?> Listed { get; init; } = [];

        public string Machine => "box";

        public string Boot { get; init; } = "boot-1";

        public string ProcessSpace { get; init; } = "pid:[1]";

        public int OwnId => 1;

        public bool Exists(int processId) => Listed.ContainsKey(processId);

        public long? StartOf(int processId) => Listed.GetValueOrDefault(processId);
    }
}
