using OnsDlq.Messages;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The sandbox in a separate process, with dead letters.</summary>
internal sealed class BenchSandbox : IAsyncDisposable
{
    private readonly SandboxProcess _process;

    private BenchSandbox(SandboxProcess process)
    {
        _process = process;
        Address = new(process.Endpoint, process.RegionId, new(process.AccessKeyId, process.AccessKeySecret));
    }

    /// <summary>Its address.</summary>
    public SandboxAddress Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="quota">The value of <c>--quota</c>.</param>
    public static async Task<BenchSandbox> StartAsync(string quota) => new(await SandboxProcess.StartAsync(["--quota", quota]));

    /// <summary>Adds dead letters that were never resent, and returns references to them.</summary>
    public async Task<IReadOnlyList<MessageReference>> AddMessagesAsync(int count) =>
        [.. (await AddAsync(SandboxAddress.Group, count, SandboxAddress.Stored, SandboxAddress.Stored)).Select(Address.Message)];

    /// <summary>Adds dead letters that were never resent, spread evenly over a time; returns their IDs.</summary>
    public Task<IReadOnlyList<string>> AddAsync(string group, int count, DateTimeOffset from, DateTimeOffset to) =>
        _process.AddMessagesAsync(SandboxAddress.Instance, group, count, from: from, to: to, consumer: "succeed");

    /// <summary>How many calls of an operation it has answered.</summary>
    public async Task<int> CallsAsync(string action)
    {
        var ledger = await _process.GetAsync("ledger", CancellationToken.None);
        return ledger.GetProperty("calls").TryGetProperty(action, out var calls) ? calls.GetProperty("accepted").GetInt32() : 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
