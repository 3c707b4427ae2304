using System.Runtime.InteropServices;

namespace OnsDlq.Shell.Hosting;

/// <summary>Ctrl+C stops the pipeline; SIGTERM and SIGHUP stop the shell, after what is in flight has settled.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Longer than the 10 s that a resend run takes at most to settle what is in flight.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private readonly ShellSession _session;
    private readonly CancellationTokenSource _shutdown;
    private readonly PosixSignalRegistration[] _registrations;
    private int _exitCode;

    /// <summary>Listens until disposed.</summary>
    /// <param name="session">What is stopped.</param>
    /// <param name="shutdown">Cancelled when the shell is told to end.</param>
    public StopSignals(ShellSession session, CancellationTokenSource shutdown)
    {
        (_session, _shutdown) = (session, shutdown);
        Console.CancelKeyPress += StopPipeline;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => End(context, Hosting.ExitCode.Terminated)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => End(context, Hosting.ExitCode.Hangup)),
        ];
    }

    /// <summary>The code the signal that ended the shell calls for; null where there was none.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is not 0 and var code ? code : null;

    /// <summary>Listens no longer; does not come back where a signal is about to end the process.</summary>
    public void Dispose()
    {
        Console.CancelKeyPress -= StopPipeline;
        Array.ForEach(_registrations, registration => registration.Dispose());
        if (ExitCode is not null)
        {
            // The signal's thread ends the process; nothing may be taken apart under it.
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }

    private void StopPipeline(object? sender, ConsoleCancelEventArgs args)
    {
        args.Cancel = true;
        _session.StopRunning();
    }

    private void End(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
        {
            _shutdown.Cancel();
            _session.StopAll(Patience);
            Environment.Exit(exitCode);
        }
    }
}
