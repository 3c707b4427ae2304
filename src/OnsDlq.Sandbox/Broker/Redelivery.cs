namespace OnsDlq.Sandbox.Broker;

/// <summary>Delivers resent messages to a group's consumers, and again by the service's delays where they fail. Not thread-safe.</summary>
internal sealed class Redelivery(ConsumerGroup group, Agenda agenda)
{
    private readonly HashSet<Delivery> _waiting = [];

    /// <summary>The deliveries that wait for a consumer.</summary>
    public IReadOnlyCollection<Delivery> Waiting => _waiting;

    /// <summary>The tries of the last hour.</summary>
    public RecentTries Recent { get; } = new();

    /// <summary>Delivers a message once more.</summary>
    public void Begin(MessageState state, long now)
    {
        var delivery = new Delivery(state.Entries[0].Content.Topic, now);
        (state.Deliveries ??= []).Add(delivery);
        Try(state, delivery, now);
    }

    /// <summary>Goes on with what waits, after the consumers' behaviour has changed.</summary>
    public void Resume(MessageState state, long now)
    {
        foreach (var delivery in state.Deliveries?.Where(_waiting.Contains).ToList() ?? []) Try(state, delivery, now);
    }

    private void Try(MessageState state, Delivery delivery, long now)
    {
        for (long? due = now; due <= now; due = TryOnce(state, delivery, now))
        {
            if (delivery.IsOver)
            {
                delivery.Return(group.StoreAgain(state, now));
                return;
            }

            if (group.ConsumerOf(state).Outcome == ConsumerOutcome.Offline)
            {
                if (_waiting.Add(delivery)) delivery.Wait(now);
                return;
            }
        }
    }

    // Gives the time when the delivery goes on only where that is at once; a later one goes to the agenda.
    private long? TryOnce(MessageState state, Delivery delivery, long now)
    {
        _waiting.Remove(delivery);
        var consumer = group.ConsumerOf(state);
        var (clients, ordinal) = (group.Clients.All, Backoff.MostTries + state.Tries++);
        var one = new DeliveryTry(now, delivery.Tries.Count, ResultOf(consumer, state, delivery), clients[ordinal % clients.Count], ordinal);
        Recent.Add(state.Entries[0].Content, one);
        var next = delivery.Add(one, consumer.RetriesMs);
        if (next <= now) return next;
        if (next is { } later) agenda.Add(later, time => Try(state, delivery, time));
        return null;
    }

    private static TryResult ResultOf(ConsumerBehaviour consumer, MessageState state, Delivery delivery) =>
        consumer.Outcome == ConsumerOutcome.Hang ? TryResult.NoReturn
        : Fails(consumer, state, delivery) ? TryResult.Failure
        : TryResult.Success;

    private static bool Fails(ConsumerBehaviour consumer, MessageState state, Delivery delivery)
    {
        switch (consumer.Outcome)
        {
            case ConsumerOutcome.Fail:
                return true;
            case ConsumerOutcome.Retry:
                return delivery.Tries.Count < consumer.Failures;
            case ConsumerOutcome.FailTimes:
                if (delivery.Decision is not { } decision || decision.Setting != state.Setting)
                {
                    delivery.Decision = decision = (state.Setting, state.Failures < consumer.Failures);
                    if (decision.Fails) state.Failures++;
                }

                return decision.Fails;
            default:
                return false;
        }
    }
}
