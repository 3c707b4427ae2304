using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Listing;

/// <summary>A dead-letter queue in memory that follows the service's paging rules exactly, and counts the calls.</summary>
internal sealed class QueueClient(IEnumerable<DeadLetter> entries) : IDeadLetterClient
{
    private readonly object _gate = new();
    private readonly DeadLetter[] _entries = [.. entries.OrderBy(entry => entry.StoreTimestamp)];
    private readonly Dictionary<string, DeadLetter[][]> _tasks = [];
    private readonly List<DeadLetterPageQuery> _queries = [];

    public QueueOrder Order { get; init; }

    /// <summary>How many entries fewer every second page has.</summary>
    public int ShortBy { get; init; }

    /// <summary>Whether the task of a later page is forgotten, by the number of the call.</summary>
    public Func<int, bool> Forgets { get; init; } = _ => false;

    /// <summary>Whether an unknown task ID starts a new task instead of being refused.</summary>
    public bool RenewsTasks { get; init; }

    /// <summary>Every call so far.</summary>
    public IReadOnlyList<DeadLetterPageQuery> Queries
    {
        get { lock (_gate) return [.. _queries]; }
    }

    public async Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _queries.Add(query);
            if (query is not { CurrentPage: >= 1 and <= 50, PageSize: >= 5 and <= 50 }) throw PagedClient.Failure(ErrorId.InvalidParameter);
            if (query.TaskId is { } known && Forgets(_queries.Count)) _tasks.Remove(known);
            var id = query.TaskId;
            if (id is null || !_tasks.ContainsKey(id))
            {
                if (id is not null && !RenewsTasks) throw PagedClient.Failure(ErrorId.InvalidParameter, "BIZ_FIELD_CHECK_INVALID");
                _tasks.Add(id = $"TASK{_queries.Count}", [.. Pages(query, _queries.Count)]);
            }

            var pages = _tasks[id];
            if (pages.Length == 0) return new DeadLetterPage("R-1", null, query.CurrentPage, 0, []);
            if (query.CurrentPage > pages.Length) throw PagedClient.Failure(ErrorId.InvalidParameter, "BIZ_FIELD_CHECK_INVALID");
            return new DeadLetterPage("R-1", id, query.CurrentPage, pages.Length, pages[query.CurrentPage - 1]);
        }
    }

    public Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A listing never looks up.");

    public IResendCall BeginResend(MessageReference message, CallContext context) => throw new InvalidOperationException("A listing never resends.");

    /// <summary>Dead letters M1, M2 … stored at these times.</summary>
    public static IEnumerable<DeadLetter> At(IEnumerable<long> storeTimes) =>
        storeTimes.Select((time, i) => new DeadLetter($"M{i}", "GID_a", "MQ_INST_1", "cn-hangzhou", time));

    private IEnumerable<DeadLetter[]> Pages(DeadLetterPageQuery query, int call)
    {
        var (begin, end) = (query.BeginTime.ToUnixTimeMilliseconds(), query.EndTime.ToUnixTimeMilliseconds());
        var first = Array.FindIndex(_entries, entry => entry.StoreTimestamp >= begin);
        var found = first < 0 ? [] : _entries[first..].TakeWhile(entry => entry.StoreTimestamp <= end);
        var ordered = Order switch
        {
            QueueOrder.OldestFirst => found,
            QueueOrder.NewestFirst => found.Reverse(),
            QueueOrder.ByBroker => found.OrderBy(Mixed(3, 0)),
            _ => found.OrderBy(Mixed(int.MaxValue, call)),
        };
        var (all, at) = (ordered.ToArray(), 0);
        for (var page = 1; at < all.Length; page++)
        {
            var size = page % 2 == 0 ? query.PageSize - ShortBy : query.PageSize;
            yield return all[at..Math.Min(all.Length, at + size)];
            at += size;
        }
    }

    // Without a defined order every task has its own order, so the pages of two tasks cannot be combined.
    private static Func<DeadLetter, uint> Mixed(int values, int salt) =>
        entry => (uint)(int.Parse(entry.MsgId.AsSpan(1), CultureInfo.InvariantCulture) * (2654435761 + (2 * salt))) % (uint)values;
}
