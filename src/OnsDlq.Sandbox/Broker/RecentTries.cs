namespace OnsDlq.Sandbox.Broker;

/// <summary>The tries of the last hour, counted by second, for rates. Not thread-safe.</summary>
internal sealed class RecentTries
{
    private const long HourSeconds = 60 * 60;

    private readonly Queue<TryCount> _earlier = new();
    private readonly List<TryCount> _current = [];

    /// <summary>When the message of each topic that was consumed last was produced, in Unix ms.</summary>
    public Dictionary<string, long> LastConsumed { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a try, and forgets those that are more than an hour older.</summary>
    public void Add(MessageContent content, DeliveryTry one)
    {
        var second = one.Time / 1000;
        if (_current is [var first, ..] && first.Second != second)
        {
            _current.ForEach(_earlier.Enqueue);
            _current.Clear();
            while (_earlier.TryPeek(out var oldest) && oldest.Second <= second - HourSeconds) _earlier.Dequeue();
        }

        var count = _current.Find(count => ReferenceEquals(count.Client, one.Client) && count.Topic == content.Topic);
        if (count is null) _current.Add(count = new(second, content.Topic, one.Client));
        if (one.Succeeded) count.Ok++;
        else count.Failed++;
        if (one.Succeeded) LastConsumed[content.Topic] = content.BornTimestamp;
    }

    /// <summary>The tries of the hour before a moment (Unix ms), by topic.</summary>
    public ILookup<string, TryCount> Before(long now) => _earlier.Concat(_current)
        .Where(count => count.Second > (now / 1000) - HourSeconds && count.Second <= now / 1000)
        .ToLookup(count => count.Topic, StringComparer.Ordinal);
}
