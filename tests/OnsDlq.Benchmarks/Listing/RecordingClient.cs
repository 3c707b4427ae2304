using System.Collections.Concurrent;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Benchmarks.Listing;

/// <summary>Records the windows that are listed.</summary>
internal sealed class RecordingClient(IDeadLetterClient inner) : IDeadLetterClient
{
    private readonly ConcurrentDictionary<(DateTimeOffset Begin, DateTimeOffset End), (int Pages, int Read)> _windows = new();
    private int _calls;

    /// <summary>How many pages were requested.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The windows that were read to the end, oldest first.</summary>
    public IReadOnlyList<TimeRange> Windows =>
        [.. _windows.Where(window => window.Value.Read >= window.Value.Pages).Select(
            window => new TimeRange(window.Key.Begin, window.Key.End)).OrderBy(range => range.Begin)];

    /// <inheritdoc/>
    public async Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        var page = await inner.QueryPageAsync(query, context, cancellationToken);
        _windows.AddOrUpdate((query.BeginTime, query.EndTime), (page.MaxPageCount, 1), (_, seen) => (page.MaxPageCount, seen.Read + 1));
        return page;
    }

    /// <inheritdoc/>
    public Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken) =>
        inner.GetByIdAsync(groupId, msgId, instanceId, context, cancellationToken);

    /// <inheritdoc/>
    public IResendCall BeginResend(MessageReference message, CallContext context) => inner.BeginResend(message, context);
}
