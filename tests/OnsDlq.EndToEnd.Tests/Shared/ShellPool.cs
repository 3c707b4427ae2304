using System.Collections.Concurrent;
using OnsDlq.EndToEnd.Tests.Proof;
using OnsDlq.TestKit.Consoles;

namespace OnsDlq.EndToEnd.Tests.Shared;

/// <summary>
/// Real pwsh processes with the module imported that tests use one after another: starting one and sending its first message costs
/// two seconds of processor time. For tests that are not about the process itself; a killed, stopped or busy shell is not used again.
/// </summary>
internal sealed class ShellPool : IAsyncDisposable
{
    // By how far their clocks are ahead of the machine's.
    private readonly ConcurrentDictionary<TimeSpan, ConcurrentBag<ProofShell>> _free = [];

    // Nobody's profiles: where a process has its home it keeps to the end.
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("onsdlq-home-");

    /// <summary>Returns a shell that is not in use, and starts one if there is none.</summary>
    /// <param name="environment">Its environment variables.</param>
    /// <param name="cancellation">Ends all waiting for it.</param>
    /// <param name="ahead">How far its clock is ahead of the machine's.</param>
    public async Task<ProofShell> TakeAsync(IReadOnlyDictionary<string, string> environment, CancellationToken cancellation, TimeSpan ahead = default)
    {
        var free = _free.GetOrAdd(ahead, _ => []);
        if (!free.TryTake(out var shell)) shell = await ProofShell.StartAsync(_home.FullName, ahead, free.Add, cancellation);
        await shell.EnterAsync(environment, cancellation);
        return shell;
    }

    /// <summary>Runs a script of many lines in such a shell and returns its output.</summary>
    /// <param name="script">The script; it must not end the shell.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="environment">Variables of its environment, in addition to the usual ones.</param>
    public async Task<ConsoleRun> RunScriptAsync(
        string script, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        guard.CancelAfter(ConsoleProgram.Guard);
        await using var shell = await TakeAsync(environment ?? new Dictionary<string, string>(), guard.Token);
        return await shell.RunScriptAsync(script);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shell in _free.Values.SelectMany(free => free)) await shell.EndForGoodAsync();
        _home.Delete(recursive: true);
    }
}
