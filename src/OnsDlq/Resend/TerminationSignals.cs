using System.Management.Automation;
using System.Runtime.InteropServices;
using OnsDlq.Pipeline;
using OnsDlq.Sessions;

namespace OnsDlq.Resend;

/// <summary>
/// Lets the runs of this process settle before a signal ends it: SIGTERM (from a service manager or a container), SIGHUP (a closed terminal; on
/// Windows a closed console). It handles signals only while a run is active, and the process then ends as usual. SIGINT (Ctrl+C) is handled by
/// PowerShell.
/// </summary>
/// <remarks>
/// Since .NET 10 neither <see cref="AppDomain.ProcessExit"/> nor a <c>finally</c> runs on SIGTERM. After a handler returns without
/// <see cref="PosixSignalContext.Cancel"/>, the default action of the signal follows.
/// </remarks>
internal sealed class TerminationSignals
{
    private static readonly TimeSpan Patience = OperatingSystem.IsWindows() ? TimeSpan.FromSeconds(4) : TimeSpan.FromSeconds(8);

    /// <summary>The time reserved for settling the calls that were aborted.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1.5);

    // Another handler of the signal may keep the process alive; so waiting for its end has a time-out.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly HashSet<ResendPipeline> _runs = [];
    private PosixSignalRegistration[] _registrations = [];
    private Task _ending = Task.CompletedTask;

    private TerminationSignals()
    {
    }

    /// <summary>The instance of this process.</summary>
    public static TerminationSignals Shared { get; } = new();

    /// <summary>
    /// How long calls in flight may take to settle after a signal; a container is killed 10 s after it, a Windows console 5 s after it was
    /// closed.
    /// </summary>
    public static TimeSpan SettleTime => Patience - Reserve;

    /// <summary>
    /// Returns at once, unless a signal is about to end the process: then it waits for that, with a time-out, since the host may prevent it.
    /// </summary>
    public void WaitForEnd() => PipelineBridge.AwaitAtMost(Ending(), Patience + TimeToEnd);

    /// <summary>Throws where a signal is about to end the process.</summary>
    /// <exception cref="PipelineStoppedException">A signal was received; for the user this is like any other stop.</exception>
    public void ThrowIfEnding()
    {
        if (!Ending().IsCompleted) throw new PipelineStoppedException();
    }

    /// <summary>Registers a run, which is then settled before the process ends.</summary>
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

    /// <summary>Removes a run that has ended. After the last one, signals are no longer handled here.</summary>
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

    /// <summary>Stops every run and returns when all are settled, or when the time is up.</summary>
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

    // Closes every journal, even in use, so that each is one file again.
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
