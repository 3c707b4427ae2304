namespace OnsDlq.Shell.Terminal;

/// <summary>Reads keys one at a time, so that a signal can end the waiting and child processes get their own input.</summary>
internal sealed class KeyReader(CancellationToken shutdown)
{
    private Task<ConsoleKeyInfo>? _pending;

    /// <summary>Waits for the next key; it is not echoed.</summary>
    /// <exception cref="OperationCanceledException">The shell is shutting down.</exception>
    public ConsoleKeyInfo Read()
    {
        // Console.ReadKey cannot be cancelled: a thread waits in it, and this one waits for both.
        _pending ??= Task.Factory.StartNew(
            () => Console.ReadKey(intercept: true), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _pending.Wait(shutdown);
        var key = _pending.GetAwaiter().GetResult();
        _pending = null;
        return key;
    }

    /// <summary>Hands Ctrl+C over as a key instead of a signal until disposed.</summary>
    public static IDisposable TakeControlC()
    {
        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        return new Undo(() => Console.TreatControlCAsInput = before);
    }
}
