using OnsDlq.Benchmarks.Measuring;
using OnsDlq.Messages;
using OnsDlq.Operations;

namespace OnsDlq.Benchmarks.Resend;

/// <summary>The other side: bare resends in parallel, which check only the status of the answer.</summary>
internal sealed class BareLoop(SandboxAddress sandbox) : IDisposable
{
    private readonly BareClient _client = new(sandbox);

    /// <summary>Sends messages, with a number of them in flight at the same time.</summary>
    public async Task RunAsync(IReadOnlyList<MessageReference> messages, int inFlight)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < messages.Count)
                (await SendAsync(messages[index])).Read();
        })));
    }

    /// <summary>Sends one message.</summary>
    public Task<BareAnswer> SendAsync(MessageReference message) => _client.CallAsync(ResendCodec.Call(message));

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
