using OnsDlq.Resend;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The sandbox in a process of its own, and dead letters in it.</summary>
internal sealed class BenchSandbox : IAsyncDisposable
{
    private readonly SandboxProcess _process;

    private BenchSandbox(SandboxProcess process)
    {
        _process = process;
        Address = new(process.Endpoint, process.RegionId, new(process.AccessKeyId, process.AccessKeySecret));
    }

    /// <summary>Where it is.</summary>
    public SandboxAddress Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="quota">As <c>--quota</c> takes it.</param>
    public static async Task<BenchSandbox> StartAsync(string quota) => new(await SandboxProcess.StartAsync(["--quota", quota]));

    /// <summary>Adds dead letters that nobody resent yet, and gives their IDs.</summary>
    public Task<IReadOnlyList<string>> AddAsync(int count) =>
        _process.AddMessagesAsync(SandboxAddress.Instance, SandboxAddress.Group, count, from: SandboxAddress.Stored, to: SandboxAddress.Stored, consumer: "succeed");

    /// <summary>Adds dead letters that nobody resent yet, and names them.</summary>
    public async Task<IReadOnlyList<MessageReference>> AddMessagesAsync(int count) => [.. (await AddAsync(count)).Select(Address.Message)];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
