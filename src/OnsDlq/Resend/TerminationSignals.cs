using System.Management.Automation;
using System.Runtime.InteropServices;
using OnsDlq.Pipeline;
using OnsDlq.Sessions;

namespace OnsDlq.Resend;

/// <summary>
/// Lets the runs of this process settle before a signal ends it: SIGTERM (a service manager, a container), SIGHUP (a closed terminal; on
/// Windows a closed console). It listens only while a run lives, and the process ends as it would have. SIGINT is PowerShell's own: Ctrl+C.
/// </summary>
/// <remarks>
/// Since .NET 10 neither <see cref="AppDomain.ProcessExit"/> nor a <c>finally</c> runs on SIGTERM. A handler that returns without
/// <see cref="PosixSignalContext.Cancel"/> lets the signal do what it does by default, once the handler is through.
/// </remarks>
internal sealed class TerminationSignals
{
    private static readonly TimeSpan Patience = OperatingSystem.IsWindows() ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(8);

    /// <summary>What is left to write down what became of the calls that had to be aborted.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1.5);

    // Whoever handles the same signal may keep the process alive; then nobody may wait here for its end.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly HashSet<ResendPipeline> _runs = [];
    private PosixSignalRegistration[] _registrations = [];
    private Task _ending = Task.CompletedTask;

    private TerminationSignals()
    {
    }

    /// <summary>That of this process.</summary>
    public static TerminationSignals Shared { get; } = new();

    /// <summary>
    /// How long calls in flight may take to settle after a signal; a container is killed 10 s after it, a Windows console 5 s after it was
    /// closed.
    /// </summary>
    public static TimeSpan SettleTime => Patience - Reserve;

    /// <summary>
    /// Returns at once, unless a signal is about to end the process: then it waits for the end, which does not come where the host prevents
    /// it.
    /// </summary>
    public void WaitForEnd() => PipelineBridge.AwaitAtMost(Ending(), Patience + TimeToEnd);

    /// <summary>Refuses to begin anything where a signal is about to end the process.</summary>
    /// <exception cref="PipelineStoppedException">It is; to the user this is a stop like any other.</exception>
    public void ThrowIfEnding()
    {
        if (!Ending().IsCompleted) throw new PipelineStoppedException();
    }

    /// <summary>Has a run settled before the process ends.</summary>
    public void Enter(ResendPipeline run)
    {
        lock (_gate)
        {
            _runs.Add(run);
            if (!_ending.IsCompleted) _ = run.StopForGoodAsync();
            if (_registrations.Length > 0) return;
            _registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Settle()),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Settle()),
            ];
        }
    }

    /// <summary>A run has ended. After the last one, signals are the host's alone again.</summary>
    public void Leave(ResendPipeline run)
    {
        lock (_gate)
        {
            if (!_runs.Remove(run) || _runs.Count > 0) return;
            foreach (var registration in _registrations) registration.Dispose();
            _registrations = [];
        }
    }

    private Task Ending()
    {
        lock (_gate) return _ending;
    }

    /// <summary>Stops every run and comes back when all have settled, or when there is no more time.</summary>
    private void Settle()
    {
        Task settled;
        lock (_gate)
        {
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            settled = SettleAsync([.. _runs], end.Task);
            _ = EndAsync(settled, end);
            _ending = end.Task;
        }

        PipelineBridge.AwaitAtMost(settled, Patience);
    }

    // Each journal is then one file again, whoever may still have it open.
    private static async Task SettleAsync(IReadOnlyList<ResendPipeline> runs, Task end)
    {
        await Task.WhenAll(runs.Select(run => run.StopForGoodAsync())).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ProcessJournals.CloseAllAsync(end).ConfigureAwait(false);
    }

    private static async Task EndAsync(Task settled, TaskCompletionSource end)
    {
        await settled.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(TimeToEnd).ConfigureAwait(false);
        end.SetResult();
    }
}
