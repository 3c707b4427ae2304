namespace OnsDlq.Sandbox.Broker;

/// <summary>One delivery of a message to a group, with the retries that follow from it. Not thread-safe.</summary>
/// <param name="topic">The message's topic.</param>
/// <param name="start">When it was sent or resent, in Unix ms on the service's clock.</param>
internal sealed class Delivery(string topic, long start)
{
    private readonly List<DeliveryTry> _tries = new(1);
    private (long Time, int Number) _anchor = (start, 0);
    private long _retriesMs = -1;
    private long _due = start;

    /// <summary>The message's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>When it was sent or resent, in Unix ms on the service's clock.</summary>
    public long Start { get; } = start;

    /// <summary>The tries that were made, by time.</summary>
    public IReadOnlyList<DeliveryTry> Tries => _tries;

    /// <summary>How far it is.</summary>
    public DeliveryState State { get; private set; } = DeliveryState.Waiting;

    /// <summary>Since when it has waited for a consumer, in Unix ms.</summary>
    public long WaitingSince { get; private set; } = start;

    /// <summary>The store time of the dead letter that it became, in Unix ms, or null.</summary>
    public long? ReturnedAt { get; private set; }

    /// <summary>Whether every try was made.</summary>
    public bool IsOver => _tries.Count == Backoff.MostTries;

    /// <summary>Whether all its tries fail, and by which setting of the consumers that was decided; for <see cref="ConsumerOutcome.FailTimes"/>.</summary>
    public (int Setting, bool Fails)? Decision { get; set; }

    /// <summary>The delivery that made a message a dead letter: all its tries failed.</summary>
    /// <param name="content">The message.</param>
    /// <param name="storeTimestamp">When the dead letter was stored, in Unix ms.</param>
    /// <param name="clients">The consumers, which take turns.</param>
    public static Delivery OfProduction(MessageContent content, long storeTimestamp, IReadOnlyList<ConsumerClient> clients)
    {
        var born = content.BornTimestamp;
        var delivery = new Delivery(content.Topic, born) { State = DeliveryState.Returned, ReturnedAt = storeTimestamp };
        for (var number = 0; number < Backoff.MostTries; number++)
        {
            var time = born + Backoff.OffsetMs(number, Math.Max(0, storeTimestamp - born));
            delivery._tries.Add(new(time, number, TryResult.Failure, clients[number % clients.Count], number));
        }

        return delivery;
    }

    /// <summary>A copy that does not change any more.</summary>
    public Delivery Snapshot()
    {
        var copy = new Delivery(Topic, Start) { State = State, WaitingSince = WaitingSince, ReturnedAt = ReturnedAt };
        copy._tries.AddRange(_tries);
        return copy;
    }

    /// <summary>No consumer is online.</summary>
    public void Wait(long now) => (State, WaitingSince) = (DeliveryState.Waiting, now);

    /// <summary>A consumer tried it.</summary>
    /// <param name="one">The try.</param>
    /// <param name="retriesMs">The time from a first try to the last, for the delay until the next one, in ms.</param>
    /// <returns>When it is tried again, in Unix ms, or after the last try: when it becomes a dead letter; null where it was consumed.</returns>
    public long? Add(DeliveryTry one, long retriesMs)
    {
        _tries.Add(one);
        State = one.Succeeded ? DeliveryState.Consumed : DeliveryState.Retrying;
        if (one.Succeeded) return null;
        if (IsOver) return one.End;

        // Counted from the first try, unless a wait or another setting has moved the later ones.
        if (_retriesMs != retriesMs || _due != one.End) (_anchor, _retriesMs) = ((one.End, one.ReconsumeTimes), retriesMs);
        return _due = _anchor.Time + Backoff.OffsetMs(_tries.Count, retriesMs) - Backoff.OffsetMs(_anchor.Number, retriesMs);
    }

    /// <summary>The message has become a dead letter.</summary>
    public void Return(long storeTimestamp) => (State, ReturnedAt) = (DeliveryState.Returned, storeTimestamp);
}
