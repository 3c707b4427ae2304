namespace OnsDlq.Sandbox.Broker;

/// <summary>One consumer group of one instance: its consumers and its dead-letter queue. Not thread-safe.</summary>
internal sealed class ConsumerGroup(string instanceId, string groupId, long createTime)
{
    private const int IdLength = 32;
    private const int PrefixLength = 24;

    private readonly Dictionary<string, MessageState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageBatch> _batches = new(StringComparer.Ordinal);

    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);

    private ConsumerBehaviour _consumer = ConsumerBehaviour.Succeeding;

    /// <summary>The instance it belongs to.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>Its ID, unique within the instance.</summary>
    public string GroupId { get; } = groupId;

    public GroupProfile Profile { get; set; } = new() { CreateTime = createTime };

    public DeadLetterQueue Queue { get; } = new();

    /// <summary>Its consumers.</summary>
    public GroupClients Clients { get; set; } = new();

    /// <summary>What it does with the other messages of each topic.</summary>
    public Dictionary<string, TopicTraffic> Traffic { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its consumers are connected: it is the group's own behaviour that says so, not that for single messages.</summary>
    public bool IsOnline => _consumer.Outcome != ConsumerOutcome.Offline;

    /// <summary>When its consumers connected, in Unix ms.</summary>
    public long OnlineSince { get; private set; } = createTime;

    /// <summary>When the message of each topic that was consumed last was produced, in Unix ms.</summary>
    public Dictionary<string, long> LastConsumed { get; } = new(StringComparer.Ordinal);

    /// <summary>The topics of its dead letters.</summary>
    public IReadOnlyCollection<string> Topics => _topics;

    /// <summary>Adds a batch of messages, one dead letter each.</summary>
    public void Add(MessageBatch batch)
    {
        _batches.Add(batch.IdPrefix, batch);
        _topics.Add(batch.Topic);
        Queue.Add(batch.Entries());
    }

    /// <summary>Adds one dead letter; where its message is known already, as another entry of it.</summary>
    /// <param name="content">The message.</param>
    /// <param name="seed">Its store time, and the result of a resend.</param>
    /// <param name="now">The service's time, Unix ms.</param>
    public void Add(MessageContent content, SeedItem seed, long now)
    {
        var state = StateOf(content.MsgId) ?? (_states[content.MsgId] = new());
        if (seed.Consumer is not null)
        {
            (state.Consumer, state.Failures) = (seed.Consumer, 0);
        }

        _topics.Add(content.Topic);
        state.RefusesResend |= seed.RefusesResend;
        Store(state, new(seed.From, content, 0, seed.ReconsumeTimes));
        DeliverWaiting(state, now);
    }

    /// <summary>The newest live dead letter of a message, or the oldest; null where there is none.</summary>
    public DeadLetterEntry? Find(string msgId, LiveRange live, bool oldest)
    {
        DeadLetterEntry? found = null;
        foreach (var entry in EntriesOf(msgId))
        {
            if (live.Contains(entry.StoreTimestamp) && (found is not { } other || entry.StoreTimestamp < other.StoreTimestamp == oldest))
            {
                found = entry;
            }
        }

        return found;
    }

    /// <summary>The content of a message that has had a dead letter, or null.</summary>
    public MessageContent? ContentOf(string msgId) => EntriesOf(msgId) is [var first, ..] ? first.Content : null;

    /// <summary>The messages with this ID, or with this key, that have had a dead letter.</summary>
    public IEnumerable<MessageContent> Contents(string? msgId, string? msgKey)
    {
        if (msgId is not null) return ContentOf(msgId) is { } one ? [one] : [];
        return Queue.Between(long.MinValue, long.MaxValue).ToArray().Select(entry => entry.Content)
            .Where(content => content.Keys?.Split(' ').Contains(msgKey, StringComparer.Ordinal) == true)
            .DistinctBy(content => content.MsgId, StringComparer.Ordinal);
    }

    /// <summary>The deliveries of a message: the first one, whose tries all failed, and those after resends.</summary>
    public IEnumerable<Delivery> DeliveriesOf(string msgId)
    {
        if (EntriesOf(msgId) is not [var first, ..]) return [];
        var born = first.Content.BornTimestamp;
        var production = new Delivery(born, Delivery.MostTries, Math.Max(0, first.StoreTimestamp - born));
        return (_states.GetValueOrDefault(msgId)?.Deliveries ?? []).Prepend(production);
    }

    /// <summary>Delivers a message to the consumers once more.</summary>
    /// <param name="msgId">A message that has a dead letter.</param>
    /// <param name="now">The service's time, Unix ms.</param>
    /// <returns>False where the message is set to refuse a resend: nothing was delivered.</returns>
    public bool Redeliver(string msgId, long now)
    {
        var state = StateOf(msgId) ?? throw new ArgumentException("The message has no dead letter.", nameof(msgId));
        if (state.RefusesResend)
        {
            return false;
        }

        if (state.Waiting++ == 0) state.WaitingSince = now;
        DeliverWaiting(state, now);
        return true;
    }

    /// <summary>How many deliveries of a message wait for a consumer.</summary>
    public int WaitingOf(string msgId) => _states.TryGetValue(msgId, out var state) ? state.Waiting : 0;

    /// <summary>
    /// Sets the behaviour for one message (false where it is not known), or for all messages of the group, including those with a behaviour of
    /// their own. The counters of failures are reset, and waiting deliveries are made, unless the consumers are offline.
    /// </summary>
    public bool SetConsumer(ConsumerBehaviour consumer, string? msgId, long now)
    {
        if (msgId is not null)
        {
            if (StateOf(msgId) is not { } one)
            {
                return false;
            }

            (one.Consumer, one.Failures) = (consumer, 0);
            DeliverWaiting(one, now);
            return true;
        }

        if (!IsOnline && consumer.Outcome != ConsumerOutcome.Offline) OnlineSince = now;
        _consumer = consumer;
        foreach (var batch in _batches.Values)
        {
            batch.Consumer = null;
        }

        foreach (var state in _states.Values)
        {
            (state.Consumer, state.Failures) = (null, 0);
            DeliverWaiting(state, now);
        }

        return true;
    }

    /// <summary>The deliveries that wait for a consumer: the topic, and since when (Unix ms).</summary>
    public IEnumerable<(string Topic, long Since)> Waiting() => _states.Values.Where(state => state.Waiting > 0)
        .SelectMany(state => Enumerable.Repeat((state.Entries[0].Content.Topic, state.WaitingSince), state.Waiting));

    /// <summary>The tries of resent messages in a time (Unix ms), both ends included, with the topic.</summary>
    public IEnumerable<(string Topic, DeliveryTry Try)> TriesBetween(long first, long last) =>
        from state in _states.Values
        from delivery in state.Deliveries ?? []
        from one in delivery.Tries(Clients.All)
        where one.Time >= first && one.Time <= last
        select (state.Entries[0].Content.Topic, one);

    private void DeliverWaiting(MessageState state, long now)
    {
        var consumer = state.Consumer ?? state.Batch?.Consumer ?? _consumer;
        while (consumer.Outcome != ConsumerOutcome.Offline && state.Waiting > 0)
        {
            state.Waiting--;
            var fails = consumer.Fails(state.Failures);
            (state.Deliveries ??= []).Add(consumer.Deliver(now, fails));
            if (!fails) LastConsumed[state.Entries[0].Content.Topic] = state.Entries[0].Content.BornTimestamp;
            if (fails)
            {
                state.Failures++;
                var last = state.Entries.MaxBy(entry => entry.StoreTimestamp);

                // Later than every earlier entry, because two entries with the same time could not be distinguished.
                var storeTimestamp = Math.Max(now + consumer.ReturnAfterMs, last.StoreTimestamp + 1);
                Store(state, last with { StoreTimestamp = storeTimestamp, ReconsumeTimes = MessageContent.MaxReconsumeTimes });
            }
        }
    }

    private void Store(MessageState state, DeadLetterEntry entry)
    {
        state.Entries.Add(entry);
        Queue.Add([entry]);
    }

    private List<DeadLetterEntry> EntriesOf(string msgId) =>
        _states.TryGetValue(msgId, out var state) ? state.Entries
        : FindInBatch(msgId) is var (batch, ordinal) ? [batch.EntryAt(ordinal)]
        : [];

    private MessageState? StateOf(string msgId)
    {
        if (_states.TryGetValue(msgId, out var state))
        {
            return state;
        }

        if (FindInBatch(msgId) is not var (batch, ordinal))
        {
            return null;
        }

        state = new MessageState { Batch = batch, RefusesResend = batch.RefusesResend };
        state.Entries.Add(batch.EntryAt(ordinal));
        return _states[msgId] = state;
    }

    private (MessageBatch Batch, int Ordinal)? FindInBatch(string msgId) =>
        msgId.Length == IdLength && _batches.TryGetValue(msgId[..PrefixLength], out var batch) && batch.TryFind(msgId, out var ordinal)
            ? (batch, ordinal)
            : null;
}
