namespace OnsDlq.Sandbox.Broker;

/// <summary>The tries of the last hour, for rates. Not thread-safe.</summary>
internal sealed class RecentTries
{
    private const long KeptMs = 60 * 60 * 1000;

    private readonly Queue<(string Topic, DeliveryTry Try)> _tries = new();

    /// <summary>When the message of each topic that was consumed last was produced, in Unix ms.</summary>
    public Dictionary<string, long> LastConsumed { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a try, and forgets those that are more than an hour older.</summary>
    public void Add(MessageContent content, DeliveryTry one)
    {
        while (_tries.TryPeek(out var oldest) && oldest.Try.Time <= one.Time - KeptMs) _tries.Dequeue();
        _tries.Enqueue((content.Topic, one));
        if (one.Succeeded) LastConsumed[content.Topic] = content.BornTimestamp;
    }

    /// <summary>The tries of the hour before a moment (Unix ms), by topic.</summary>
    public ILookup<string, DeliveryTry> Before(long now) => _tries.Where(one => one.Try.Time > now - KeptMs && one.Try.Time <= now)
        .ToLookup(one => one.Topic, one => one.Try, StringComparer.Ordinal);
}
