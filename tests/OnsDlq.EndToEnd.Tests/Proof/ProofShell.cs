using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Proof;

/// <summary>A real pwsh as a child process, whose results are read as they arrive and which can be killed or stopped at any moment.</summary>
internal sealed class ProofShell : IAsyncDisposable
{
    private const string BeginMark = "proof-begin";
    private const string EndMark = "proof-end";
    private const string Begin = $"[Console]::Out.WriteLine('{BeginMark}')";
    private const string End = $"[Console]::Out.WriteLine('{EndMark}')";

    private static readonly string Preparation = Path.Combine(
        ConsoleProgram.RepositoryRoot, "tests", "OnsDlq.EndToEnd.Tests", "Shared", "WarmShell.ps1");

    private readonly Process _process;
    private readonly Action<ProofShell>? _giveBack;
    private readonly Lock _gate = new();
    private readonly List<ReportedResult> _told = [];
    private readonly List<string> _lines = [];
    private readonly List<string> _errors = [];
    private readonly Task _reading;
    private TaskCompletionSource _changed = NewChange();
    private CancellationToken _cancellation;
    private int _begun;
    private int _ended;
    private int _errorsEnded;
    private bool _isSpent;

    private ProofShell(ProcessStartInfo start, CancellationToken cancellation, Action<ProofShell>? giveBack = null)
    {
        _cancellation = cancellation;
        _giveBack = giveBack;
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput, Take), ReadAsync(_process.StandardError, TakeError));
    }

    /// <summary>The shell's process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The results told so far.</summary>
    public IReadOnlyList<ReportedResult> Results
    {
        get { lock (_gate) return [.. _told]; }
    }

    /// <summary>Its other output, errors last: for the message of a test that fails.</summary>
    public string Noise
    {
        get { lock (_gate) return string.Join('\n', _lines.Concat(_errors)); }
    }

    /// <summary>Starts a shell that runs one script, with markers before and after it, and ends.</summary>
    /// <param name="environment">Its environment variables.</param>
    /// <param name="script">The script.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    /// <param name="ignoredSignal">A signal that it ignores from its start, as with nohup; null for none.</param>
    public static ProofShell Run(
        IReadOnlyDictionary<string, string> environment, string script, CancellationToken cancellation, string? ignoredSignal = null)
    {
        var start = StartInfo(environment, $"{ConsoleProgram.ImportModule} {Marked(script)}");
        if (ignoredSignal is not null) start.ArgumentList.Insert(1, $"--ignore-signal={ignoredSignal}");
        return new(start, cancellation);
    }

    /// <summary>Starts a shell that runs several scripts, for several tests.</summary>
    /// <param name="home">Its home folder.</param>
    /// <param name="ahead">How far its clock is ahead of the machine's.</param>
    /// <param name="giveBack">Called with the shell when it may be used again.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    public static async Task<ProofShell> StartAsync(string home, TimeSpan ahead, Action<ProofShell> giveBack, CancellationToken cancellation)
    {
        // To a better terminal the shell tells something before each command, also where there is none.
        var environment = new Dictionary<string, string> { ["TERM"] = "dumb", ["HOME"] = home };
        foreach (var (name, value) in ahead == default ? new Dictionary<string, string>() : FakeTime.Ahead(ahead)) environment[name] = value;
        var shell = new ProofShell(StartInfo(environment, "-"), cancellation, giveBack);
        await shell.DoAsync($"{ConsoleProgram.ImportModule} . '{Preparation}'");
        return shell;
    }

    /// <summary>Prepares it for a test.</summary>
    /// <param name="environment">What it finds in its environment beside what is always there.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    public async Task EnterAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        await DoAsync($"Enter-Test {Quoted(JsonSerializer.Serialize(environment))}");
        lock (_gate)
        {
            _told.Clear();
            _lines.Clear();
            _errors.Clear();
            _begun = 0;
        }
    }

    /// <summary>Runs a script of one line in an open shell and returns the results that it reported.</summary>
    public async Task<IReadOnlyList<ReportedResult>> DoAsync(string script)
    {
        int before, ends;
        lock (_gate) (before, ends) = (_told.Count, _ended);
        var isSpent = _isSpent;
        _isSpent = true;

        // On separate lines: an error that ends the script ends its line.
        await _process.StandardInput.WriteLineAsync($"{Begin}\n{script}\n{End}; [Console]::Error.WriteLine('{EndMark}')".AsMemory(), _cancellation);
        await _process.StandardInput.FlushAsync(_cancellation);
        Assert.True(await UntilAsync(() => _ended > ends && _errorsEnded > ends), "The shell ended before its script did:\n" + Noise);
        _isSpent = isSpent;
        return [.. Results.Skip(before)];
    }

    /// <summary>Runs a script of many lines in a separate scope and returns its output; its exit code is 0.</summary>
    public async Task<ConsoleRun> RunScriptAsync(string script)
    {
        int lines, errors;
        lock (_gate) (lines, errors) = (_lines.Count, _errors.Count);
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(script));
        await DoAsync($"& ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('{encoded}'))))");
        lock (_gate) return new(0, string.Join('\n', _lines.Skip(lines)), string.Join('\n', _errors.Skip(errors)));
    }

    /// <summary>Waits until the script begins; false if the shell ended before.</summary>
    public Task<bool> BeginsAsync() => UntilAsync(() => _begun > 0);

    /// <summary>Waits until this number of results was reported; false if the shell ended before.</summary>
    public Task<bool> TellsAsync(int count) => UntilAsync(() => _told.Count >= count);

    /// <summary>Waits until a line with this text was written; false if the shell ended before.</summary>
    public Task<bool> WritesAsync(string text) =>
        UntilAsync(() => _lines.Concat(_errors).Any(line => line.Contains(text, StringComparison.Ordinal)));

    /// <summary>Kills it, if it is still running, and waits until it has ended.</summary>
    public async Task KillAsync()
    {
        _isSpent = true;
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Sends it a signal, such as INT.</summary>
    public async Task SignalAsync(string signal)
    {
        _isSpent = true;
        Assert.True(await Signals.TrySendAsync(ProcessId, signal, _cancellation));
    }

    /// <summary>
    /// Suspends it, but not during a write to its journal: that would lock out all other processes, and they would do
    /// nothing. False if it has ended before.
    /// </summary>
    public async Task<bool> SuspendAsync()
    {
        _isSpent = true;
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

    /// <summary>Waits until it has ended, and returns its exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(_cancellation);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Passes it to the next test; kills it if the next test must not use it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_giveBack is not null && !_isSpent && !_cancellation.IsCancellationRequested)
        {
            await DoAsync("Exit-Test");
            _giveBack(this);
            return;
        }

        await EndForGoodAsync();
    }

    /// <summary>Kills it and all processes that it started.</summary>
    public async Task EndForGoodAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        await _reading;
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(IReadOnlyDictionary<string, string> environment, string command) =>
        ConsoleProgram.Pwsh.StartInfo(["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command], environment);

    private static string Marked(string script) => $"{Begin}; {script}; {End}";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task ReadAsync(StreamReader from, Action<string> take)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line) take(line);
    }

    private void Take(string line)
    {
        lock (_gate)
        {
            if (ReportedResult.Read(line) is { } told) _told.Add(told);
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
            if (line == EndMark) _errorsEnded++;
            else _errors.Add(line);
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
