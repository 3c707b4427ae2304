using System.Diagnostics;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A real pwsh as a child, whose results are read as they come and which can be killed or stopped at any moment.</summary>
internal sealed class ProofShell : IAsyncDisposable
{
    private const string BeginMark = "proof-begin";
    private const string EndMark = "proof-end";

    private readonly Process _process;
    private readonly CancellationToken _cancellation;
    private readonly Lock _gate = new();
    private readonly List<Told> _told = [];
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = NewChange();
    private int _begun;
    private int _ended;

    private ProofShell(ProcessStartInfo start, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, Take), ReadAsync(_process.StandardError, TakeError));
    }

    /// <summary>The shell's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The results told so far.</summary>
    public IReadOnlyList<Told> Results
    {
        get { lock (_gate) return [.. _told]; }
    }

    /// <summary>All else it wrote, errors last: for the message of a test that fails.</summary>
    public string Noise
    {
        get { lock (_gate) return string.Join('\n', _lines.Concat(_errors)); }
    }

    /// <summary>Starts a shell that runs one script, with marks about it, and ends.</summary>
    /// <param name="environment">What it finds in its environment.</param>
    /// <param name="script">The script.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    /// <param name="ignoredSignal">A signal that it is started to ignore, as by nohup; null for none.</param>
    public static ProofShell Run(
        IReadOnlyDictionary<string, string> environment, string script, CancellationToken cancellation, string? ignoredSignal = null)
    {
        var start = StartInfo(environment, $"{ConsoleProgram.ImportModule} {Marked(script)}");
        if (ignoredSignal is not null) start.ArgumentList.Insert(1, $"--ignore-signal={ignoredSignal}");
        return new(start, cancellation);
    }

    /// <summary>Starts a shell that runs one script after another.</summary>
    public static async Task<ProofShell> OpenAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var shell = new ProofShell(StartInfo(environment, "-"), cancellation);
        await shell.DoAsync(ConsoleProgram.ImportModule.TrimEnd(';'));
        return shell;
    }

    /// <summary>Runs a script of one line in an open shell and gives the results that it told.</summary>
    public async Task<IReadOnlyList<Told>> DoAsync(string script)
    {
        var (before, ends) = (Results.Count, _ended);
        await _process.StandardInput.WriteLineAsync(Marked(script).AsMemory(), _cancellation);
        await _process.StandardInput.FlushAsync(_cancellation);
        Assert.True(await UntilAsync(() => _ended > ends), "The shell ended before its script did:\n" + Noise);
        return [.. Results.Skip(before)];
    }

    /// <summary>Waits until the script begins; false where the shell ended before.</summary>
    public Task<bool> BeginsAsync() => UntilAsync(() => _begun > 0);

    /// <summary>Waits until so many results were told; false where the shell ended before.</summary>
    public Task<bool> TellsAsync(int count) => UntilAsync(() => _told.Count >= count);

    /// <summary>Waits until a line was written that holds a text; false where the shell ended before.</summary>
    public Task<bool> WritesAsync(string text) =>
        UntilAsync(() => _lines.Concat(_errors).Any(line => line.Contains(text, StringComparison.Ordinal)));

    /// <summary>Kills it outright, if it is still there, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Sends it a signal, such as INT.</summary>
    public async Task SignalAsync(string signal) => Assert.True(await Signals.TrySendAsync(ProcessId, signal, _cancellation));

    /// <summary>
    /// Suspends it, but not in the middle of a write to its journal: that would lock out everybody else, and what they then do is
    /// nothing. False where it has ended before.
    /// </summary>
    public async Task<bool> SuspendAsync()
    {
        while (await Signals.TrySendAsync(ProcessId, "STOP", _cancellation))
        {
            while (!LinuxProcess.IsStopped(ProcessId)) await Task.Yield();
            if (_process.HasExited) break;
            if (!LinuxProcess.HoldsWriteLock(ProcessId)) return true;
            await Signals.TrySendAsync(ProcessId, "CONT", _cancellation);
            await Task.Yield();
        }

        return false;
    }

    /// <summary>Waits until it is gone, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(_cancellation);
        await _reading;
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string> environment, string command) =>
        ConsoleProgram.Pwsh.StartInfo(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command], environment);

    private static string Marked(string script) =>
        $"[Console]::Out.WriteLine('{BeginMark}'); {script}; [Console]::Out.WriteLine('{EndMark}')";

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task ReadAsync(StreamReader from, Action<string> take)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line) take(line);
    }

    private void Take(string line)
    {
        lock (_gate)
        {
            if (Told.Read(line) is { } told) _told.Add(told);
            else if (line == BeginMark) _begun++;
            else if (line == EndMark) _ended++;
            else _lines.Add(line);
            Change();
        }
    }

    private void TakeError(string line)
    {
        lock (_gate)
        {
            _errors.Add(line);
            Change();
        }
    }

    private void Change()
    {
        var changed = _changed;
        _changed = NewChange();
        changed.SetResult();
    }

    private async Task<bool> UntilAsync(Func<bool> met)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (met()) return true;
                if (_reading.IsCompleted) return false;
                changed = _changed.Task;
            }

            await Task.WhenAny(changed, _reading).WaitAsync(_cancellation);
        }
    }
}
