using System.Globalization;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// The listings in progress. A listing that was not used for five minutes is removed, and so is the least recently used one when there are too
/// many. Not thread-safe.
/// </summary>
internal sealed class QueryTasks(TimeProvider clock)
{
    /// <summary>How long a task is kept after its last use, on the service's clock. The real service's value is not documented.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The most tasks that are kept.</summary>
    public const int Most = 1000;

    private readonly Dictionary<string, QueryTask> _tasks = new(StringComparer.Ordinal);
    private ulong _made;
    private long _sought;

    public QueryTask Begin(ConsumerGroup group, ReadOnlyMemory<DeadLetterEntry> entries, int pageSize, ListingBehaviour listing)
    {
        var now = clock.GetUtcNow();
        foreach (var old in _tasks.Values.Where(task => Expired(task, now)).ToList())
        {
            _tasks.Remove(old.TaskId);
        }

        if (_tasks.Count >= Most)
        {
            _tasks.Remove(_tasks.Values.MinBy(task => task.LastUse)!.TaskId);
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"0BC1310300002A9F{Scatter.Of(++_made):X16}");
        var begun = new QueryTask(id, group, entries, pageSize, listing) { LastUse = now };
        _tasks.Add(id, begun);
        return begun;
    }

    /// <summary>Finds a listing of this group that still exists, and renews its time.</summary>
    public QueryTask? Find(string taskId, ConsumerGroup group, ListingBehaviour listing)
    {
        var now = clock.GetUtcNow();
        if (listing.ForgetEvery > 0 && ++_sought % listing.ForgetEvery == 0)
        {
            _tasks.Remove(taskId);
        }

        if (!_tasks.TryGetValue(taskId, out var task) || task.Group != group || Expired(task, now))
        {
            return null;
        }

        task.LastUse = now;
        return task;
    }

    private static bool Expired(QueryTask task, DateTimeOffset now) => now - task.LastUse > Lifetime;
}
