using System.Collections.Concurrent;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>
/// Sandboxes that tests use one after another, since starting one costs half a second of a processor and its first calls as much again.
/// Each is one test's at a time; whoever has it works with groups of its own.
/// </summary>
public sealed class SandboxPool : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<SandboxProcess>> _free = new(StringComparer.Ordinal);
    private int _leases;

    /// <summary>Gives a sandbox that nobody uses, started where there is none. There is no quota and no seed.</summary>
    /// <param name="latency">How long it holds every answer back, in ms.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SandboxLease> LeaseAsync(int latency = 0, CancellationToken cancellationToken = default)
    {
        string[] arguments = ["--quota", "off", "--latency", FormattableString.Invariant($"{latency}")];
        var free = _free.GetOrAdd(arguments[^1], _ => []);
        if (!free.TryTake(out var sandbox)) sandbox = await SandboxProcess.StartAsync(arguments, cancellationToken).ConfigureAwait(false);
        var before = await SandboxLease.CallsAsync(sandbox, cancellationToken).ConfigureAwait(false);
        return new SandboxLease(sandbox, Interlocked.Increment(ref _leases), before, free.Add);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _free.Values.SelectMany(free => free)) await sandbox.DisposeAsync().ConfigureAwait(false);
    }
}
