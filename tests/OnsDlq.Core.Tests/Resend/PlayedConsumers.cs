using System.Collections.Concurrent;
using System.Threading.Channels;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Consumers whose state the test sets, and the looks at them.</summary>
internal sealed class PlayedConsumers : IConsumerClient
{
    private readonly Channel<string> _looks = Channel.CreateUnbounded<string>();

    /// <summary>Whether a group is online; by default every one is.</summary>
    public ConcurrentDictionary<string, bool?> Online { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the subscriptions of the consumers agree.</summary>
    public bool? SubscriptionSame { get; set; } = true;

    /// <summary>Throws in place of the answer, or holds it back; null answers.</summary>
    public Func<string, CancellationToken, Task>? Answering { get; set; }

    /// <summary>All looks so far: the operation and the group.</summary>
    public ConcurrentQueue<string> Looks { get; } = new();

    /// <summary>Waits for the next look, of which the answer is known.</summary>
    public async Task<string> NextAsync(CancellationToken cancellationToken) => await _looks.Reader.ReadAsync(cancellationToken);

    public async Task<ConsumerStatus> GetStatusAsync(
        string groupId, string? instanceId, bool detail, CallContext context, CancellationToken cancellationToken)
    {
        await LookAsync("status", groupId, cancellationToken);
        return new ConsumerStatus { Online = Online.GetValueOrDefault(groupId, true), SubscriptionSame = SubscriptionSame };
    }

    public async Task<ConsumerProgress> GetProgressAsync(string groupId, string? instanceId, CallContext context, CancellationToken cancellationToken)
    {
        await LookAsync("progress", groupId, cancellationToken);
        return new ConsumerProgress { Online = Online.GetValueOrDefault(groupId, true) };
    }

    public Task<IReadOnlyList<string>?> GetTopicsAsync(string groupId, string instanceId, CallContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task LookAsync(string operation, string groupId, CancellationToken cancellationToken)
    {
        Looks.Enqueue($"{operation} {groupId}");
        try
        {
            if (Answering is { } hook) await hook(operation, cancellationToken);
        }
        finally
        {
            _looks.Writer.TryWrite($"{operation} {groupId}");
        }
    }
}
