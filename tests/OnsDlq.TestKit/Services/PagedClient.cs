using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.TestKit.Services;

/// <summary>A service in memory that pages like the real one and records the calls.</summary>
internal sealed class PagedClient(params DeadLetter[] entries) : IDeadLetterClient
{
    private readonly object _gate = new();
    private readonly List<DeadLetterPageQuery> _queries = [];
    private readonly List<string> _lookups = [];

    /// <summary>Changes a page before it is returned, or throws instead.</summary>
    public Func<DeadLetterPage, DeadLetterPage> Alter { get; set; } = page => page;

    /// <summary>Awaited before each answer, with the page or the message ID as its argument.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The page queries so far.</summary>
    public IReadOnlyList<DeadLetterPageQuery> Queries
    {
        get { lock (_gate) return [.. _queries]; }
    }

    /// <summary>The message IDs looked up so far.</summary>
    public IReadOnlyList<string> Lookups
    {
        get { lock (_gate) return [.. _lookups]; }
    }

    /// <summary>Adds to the queue.</summary>
    public void Add(params DeadLetter[] more) => entries = [.. entries, .. more];

    /// <summary>Creates dead letters M1, M2 … stored one minute apart.</summary>
    public static DeadLetter[] Entries(int count, string groupId = "GID_a") =>
        [.. Enumerable.Range(1, count).Select(i => new DeadLetter($"M{i}", groupId, "MQ_INST_1", "cn-hangzhou", i * 60_000L) { Topic = "orders" })];

    public async Task<DeadLetterPage> QueryPageAsync(DeadLetterPageQuery query, CallContext context, CancellationToken cancellationToken)
    {
        lock (_gate) _queries.Add(query);
        await Before($"page {query.CurrentPage}", cancellationToken);
        Tell(context, "OnsDLQMessagePageQueryByGroupId");
        var (begin, end) = (query.BeginTime.ToUnixTimeMilliseconds(), query.EndTime.ToUnixTimeMilliseconds());
        var found = entries.Where(e => e.GroupId == query.GroupId && e.StoreTimestamp >= begin && e.StoreTimestamp <= end).ToList();
        var pages = (found.Count + query.PageSize - 1) / query.PageSize;
        var taken = found.Skip((query.CurrentPage - 1) * query.PageSize).Take(query.PageSize);
        return Alter(new DeadLetterPage("R-1", found.Count == 0 ? null : "TASK", query.CurrentPage, pages, [.. taken]));
    }

    public async Task<DeadLetter?> GetByIdAsync(
        string groupId, string msgId, string? instanceId, CallContext context, CancellationToken cancellationToken)
    {
        lock (_gate) _lookups.Add(msgId);
        await Before(msgId, cancellationToken);
        Tell(context, "OnsDLQMessageGetById");
        return entries.FirstOrDefault(e => e.GroupId == groupId && e.MsgId == msgId);
    }

    public IResendCall BeginResend(MessageReference message, CallContext context) => throw new InvalidOperationException("A listing never resends.");

    /// <summary>A failure as the transport reports it.</summary>
    public static ServiceException Failure(ErrorId id, string code = "SOME_CODE") => new(id, $"It failed ({code}).")
    {
        Action = "OnsDLQMessagePageQueryByGroupId",
        Host = "ons.example",
        Reach = RequestReach.Answered,
        Code = code,
        RequestId = "R-9",
    };

    private static void Tell(CallContext context, string action) =>
        context.Observer?.Invoke(new CallRecord(action, "ons.example", 1, 200, null, "R-1", TimeSpan.FromMilliseconds(12), null));
}
