namespace OnsDlq.Sandbox.Broker;

/// <summary>One consumer group of one instance: its consumers and its dead-letter queue. Not thread-safe.</summary>
internal sealed class ConsumerGroup
{
    private const int IdLength = 32;
    private const int PrefixLength = 24;

    private readonly Dictionary<string, MessageState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MessageBatch> _batches = new(StringComparer.Ordinal);

    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);

    private ConsumerBehaviour _consumer = ConsumerBehaviour.Succeeding;

    /// <summary>Makes a group without dead letters.</summary>
    /// <param name="instanceId">The instance it belongs to.</param>
    /// <param name="groupId">Its ID, unique within the instance.</param>
    /// <param name="agenda">What happens later.</param>
    /// <param name="createTime">When it is created, in Unix ms.</param>
    public ConsumerGroup(string instanceId, string groupId, Agenda agenda, long createTime)
    {
        (InstanceId, GroupId, OnlineSince) = (instanceId, groupId, createTime);
        Profile = new() { CreateTime = createTime };
        Redelivery = new(this, agenda);
    }

    /// <summary>The instance it belongs to.</summary>
    public string InstanceId { get; }

    /// <summary>Its ID, unique within the instance.</summary>
    public string GroupId { get; }

    public GroupProfile Profile { get; set; }

    /// <summary>The deliveries of its resent messages.</summary>
    public Redelivery Redelivery { get; }

    public DeadLetterQueue Queue { get; } = new();

    /// <summary>Its consumers.</summary>
    public GroupClients Clients { get; set; } = new();

    /// <summary>The traces that they write, where they differ from those of other groups.</summary>
    public ConsumerTraces Traces { get; set; } = new();

    /// <summary>What it does with the other messages of each topic.</summary>
    public Dictionary<string, TopicTraffic> Traffic { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its consumers are connected: it is the group's own behaviour that says so, not that for single messages.</summary>
    public bool IsOnline => _consumer.Outcome != ConsumerOutcome.Offline;

    /// <summary>When its consumers connected, in Unix ms.</summary>
    public long OnlineSince { get; private set; }

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
        if (seed.Consumer is not null) state.Set(seed.Consumer);
        _topics.Add(content.Topic);
        state.RefusesResend |= seed.RefusesResend;
        Store(state, new(seed.From, content, 0, seed.ReconsumeTimes));
        Redelivery.Resume(state, now);
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
        return (_states.GetValueOrDefault(msgId)?.Deliveries ?? []).Prepend(Delivery.OfProduction(first.Content, first.StoreTimestamp, Clients.All));
    }

    /// <summary>The IDs of the messages that were resent.</summary>
    public IEnumerable<string> Resent => _states.Where(one => one.Value.Deliveries is not null).Select(one => one.Key);

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

        Redelivery.Begin(state, now);
        return true;
    }

    /// <summary>How many deliveries of a message wait for a consumer.</summary>
    public int WaitingOf(string msgId) => _states.GetValueOrDefault(msgId)?.Deliveries?.Count(one => one.State == DeliveryState.Waiting) ?? 0;

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

            one.Set(consumer);
            Redelivery.Resume(one, now);
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
            state.Set(null);
            Redelivery.Resume(state, now);
        }

        return true;
    }

    /// <summary>The consumers' behaviour for a message.</summary>
    public ConsumerBehaviour ConsumerOf(MessageState state) => state.Consumer ?? state.Batch?.Consumer ?? _consumer;

    /// <summary>Stores another dead letter of a message, and gives its store time (Unix ms).</summary>
    public long StoreAgain(MessageState state, long now)
    {
        var last = state.Entries.MaxBy(entry => entry.StoreTimestamp);

        // Later than every earlier entry, because two entries with the same time could not be distinguished.
        var storeTimestamp = Math.Max(now, last.StoreTimestamp + 1);
        Store(state, last with { StoreTimestamp = storeTimestamp, ReconsumeTimes = MessageContent.MaxReconsumeTimes });
        return storeTimestamp;
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
