using System.Collections.Concurrent;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Traces in memory: every search has ended at once.</summary>
internal sealed class PlayedTraces : ITraceClient
{
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>The messages whose traces were asked for, in order.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>Gives the tries of a message; may throw in place of that.</summary>
    public Func<string, IReadOnlyList<ConsumerTry>> Tries { get; set; } = _ => [];

    /// <summary>Called before a search begins.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public async Task<string> BeginAsync(TraceQuery query, CallContext context, CancellationToken cancellationToken)
    {
        await Before(query.MsgId);
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Enqueue(query.MsgId);
        return query.MsgId;
    }

    public Task<TraceResult> ReadAsync(string queryId, TraceQuery query, CallContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new TraceResult(TraceState.Finished, Tries(queryId)));
}
