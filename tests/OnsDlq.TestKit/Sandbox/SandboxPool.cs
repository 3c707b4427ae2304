using System.Collections.Concurrent;

namespace OnsDlq.TestKit.Sandbox;

/// <summary>
/// Sandboxes that tests use one after another, because starting one costs half a second of processor time and its first calls as much again.
/// Each is used by one test at a time, which creates its own groups.
/// </summary>
public sealed class SandboxPool : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<SandboxProcess>> _free = new(StringComparer.Ordinal);
    private int _leases;

    /// <summary>Returns a sandbox that is not in use, and starts one if there is none. It has no quota and no seed.</summary>
    /// <param name="latency">The delay of every answer, in ms.</param>
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
