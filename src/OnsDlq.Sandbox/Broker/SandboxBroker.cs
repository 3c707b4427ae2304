using System.Globalization;
using System.Text;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The state of the simulated service: instances, consumer groups and their dead letters. Thread-safe.</summary>
internal sealed class SandboxBroker
{
    private readonly object _gate = new();
    private readonly SandboxClock _clock;
    private readonly Ledger _ledger;
    private readonly Agenda _agenda = new();
    private readonly PageQueries _pages;
    private readonly TraceBook _traces = new();
    private readonly InstanceBook _instances;
    private ulong _idsMade;

    /// <summary>Makes a broker without instances.</summary>
    /// <param name="clock">The service's clock.</param>
    /// <param name="ledger">The record of deliveries.</param>
    /// <param name="missingName">How a call is answered that names what does not exist.</param>
    public SandboxBroker(SandboxClock clock, Ledger ledger, MissingName missingName = MissingName.OwnerError) =>
        (_clock, _ledger, _pages, _instances) = (clock, ledger, new PageQueries(clock), new InstanceBook(_agenda, missingName));

    /// <summary>The time on the clock for store times, in Unix ms.</summary>
    public long Now => (_clock.GetUtcNow() + _clock.StoredAhead).ToUnixTimeMilliseconds();

    /// <summary>The behaviour of listings where the documentation leaves it open.</summary>
    public ListingBehaviour Listing
    {
        get
        {
            lock (_gate)
            {
                return _pages.Listing;
            }
        }

        set
        {
            lock (_gate)
            {
                _pages.Listing = value;
            }
        }
    }

    /// <summary>Changes the behaviour of message traces, or of the traces of one group; a missing group is created.</summary>
    /// <exception cref="SandboxInputException">Something in it is not valid.</exception>
    public void SetTraces(JsonMembers members)
    {
        lock (_gate)
        {
            if (members.Has("groupId") || members.Has("instanceId"))
            {
                var (instanceId, groupId) = (members.RequiredText("instanceId"), members.RequiredText("groupId"));
                var changes = ConsumerTraces.Read(members);
                members.End();
                var group = _instances.Make(instanceId, groupId, Now);
                group.Traces = group.Traces.With(changes);
                return;
            }

            _traces.Behaviour = _traces.Behaviour.With(members);
        }
    }

    /// <summary>Begins a query for the traces of messages.</summary>
    /// <exception cref="OperationError">There is no such instance.</exception>
    public TraceTask BeginTrace(TraceQuery query)
    {
        lock (_gate)
        {
            if (query.InstanceId is { } instanceId) _instances.Owned(all => all.Find(instanceId));
            return _traces.Begin(query, Now);
        }
    }

    /// <summary>The state and the result of a trace query.</summary>
    /// <exception cref="OperationError">There was no such query.</exception>
    public TraceResult TraceResult(string queryId)
    {
        lock (_gate)
        {
            return _traces.Result(queryId, _instances.Groups, Settle());
        }
    }

    /// <summary>Adds dead letters to their queues, creates missing instances and groups, and gives the IDs of each item.</summary>
    public IReadOnlyList<SeededIds> Add(IReadOnlyList<SeedItem> items)
    {
        lock (_gate)
        {
            var now = Settle();
            return [.. items.Select(item => Add(item, now))];
        }
    }

    /// <summary>Sets the behaviour of a group's consumers, or that for one message, now or at a time; a missing group is created.</summary>
    /// <exception cref="SandboxInputException">The group has never had the message.</exception>
    public void SetConsumer(string instanceId, string groupId, string? msgId, ConsumerBehaviour consumer, long? at = null)
    {
        lock (_gate)
        {
            var now = Settle();
            var group = msgId is null ? _instances.Make(instanceId, groupId, now) : _instances.Named(instanceId)?.Groups.GetValueOrDefault(groupId);
            if (group is null || (msgId is not null && group.ContentOf(msgId) is null))
            {
                throw new SandboxInputException($"The group {groupId} has no message {msgId}.");
            }

            _agenda.Add(at ?? now, time => group.SetConsumer(consumer, msgId, time));
            Settle();
        }
    }

    /// <summary>Changes the consumers of a group; a missing group is created.</summary>
    public void SetClients(string instanceId, string groupId, Func<GroupClients, GroupClients> change)
    {
        lock (_gate)
        {
            var group = _instances.Make(instanceId, groupId, Settle());
            group.Clients = change(group.Clients);
        }
    }

    /// <summary>Sets what a group does with the other messages of a topic; a missing group is created.</summary>
    public void SetTraffic(string instanceId, string groupId, string topic, TopicTraffic traffic)
    {
        lock (_gate)
        {
            _instances.Make(instanceId, groupId, Settle()).Traffic[topic] = traffic;
        }
    }

    /// <summary>What a group's consumers do.</summary>
    /// <param name="instanceId">The instance, or null where only one has the group.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="needsConsumers">Whether the call needs consumers that are online, where that is set.</param>
    /// <exception cref="OperationError">There is no such group, or it is offline.</exception>
    public GroupStatus Status(string? instanceId, string groupId, bool needsConsumers)
    {
        lock (_gate)
        {
            var now = Settle();
            var status = GroupObserver.Observe(_instances.Owned(all => all.Find(instanceId, groupId)), now);
            return status.Online || !needsConsumers || !_pages.Listing.OfflineFails ? status : throw ServiceErrors.NotOnline();
        }
    }

    /// <summary>The instance for a call without one: the only one that has the group, or null.</summary>
    public string? InstanceOf(string groupId)
    {
        lock (_gate)
        {
            return _instances.OnlyGroup(groupId)?.InstanceId;
        }
    }

    /// <summary>The name of a group or topic in a RAM resource: with its instance, unless the instance has no namespace of its own.</summary>
    public string ResourceName(string? instanceId, string name)
    {
        lock (_gate)
        {
            return instanceId is null || _instances.Named(instanceId)?.Profile.IndependentNaming == false ? name : $"{instanceId}%{name}";
        }
    }

    /// <summary>One page of a listing.</summary>
    /// <exception cref="OperationError">The page does not exist, or the range is empty.</exception>
    public DeadLetterPage Page(PageRequest request)
    {
        lock (_gate)
        {
            var live = LiveRange.At(Settle());
            return _pages.Page(_instances.Owned(all => all.Find(request.InstanceId, request.GroupId)), request, live);
        }
    }

    /// <summary>The dead letter that a look-up of a message gives, and its group.</summary>
    /// <exception cref="OperationError">There is none, or no such group.</exception>
    public (ConsumerGroup Group, DeadLetterEntry Entry) Find(string? instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            var live = LiveRange.At(Settle());
            var group = _instances.Owned(all => all.Find(instanceId, groupId));
            return (group, group.Find(msgId, live, _pages.Listing.LooksUpOldest) ?? throw ServiceErrors.NoMessage());
        }
    }

    /// <summary>Delivers a dead letter's message to its group once more; the dead letter stays in the queue.</summary>
    /// <returns>False where it could not be resent: nothing was delivered.</returns>
    /// <exception cref="OperationError">The message has no dead letter, or there is no such group.</exception>
    public bool Resend(string? instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            var now = Settle();
            var group = _instances.Owned(all => all.Find(instanceId, groupId));
            _ = group.Find(msgId, LiveRange.At(now), oldest: false) ?? throw ServiceErrors.NoMessage();
            if (!group.Redeliver(msgId, now))
            {
                return false;
            }

            _ledger.Delivered(group.InstanceId, group.GroupId, msgId, now);
            return true;
        }
    }

    /// <summary>The dead letters now in a group's queue, by store time; the result does not change any more.</summary>
    /// <exception cref="OperationError">There is no such group.</exception>
    public (ConsumerGroup Group, ReadOnlyMemory<DeadLetterEntry> Entries) Entries(string? instanceId, string groupId)
    {
        lock (_gate)
        {
            var live = LiveRange.At(Settle());
            var group = _instances.Find(instanceId, groupId);
            return (group, group.Queue.Between(live.First, live.Last));
        }
    }

    /// <summary>Sets the settings of an instance; a missing one is created.</summary>
    public void Describe(string instanceId, InstanceProfile profile)
    {
        lock (_gate)
        {
            _instances.Make(instanceId, Now).Profile = profile;
        }
    }

    /// <summary>Sets the settings of a group; a missing one is created.</summary>
    public void Describe(string instanceId, string groupId, GroupProfile profile)
    {
        lock (_gate)
        {
            _instances.Make(instanceId, groupId, Now).Profile = profile;
        }
    }

    /// <summary>The instance with this ID.</summary>
    /// <exception cref="OperationError">There is none.</exception>
    public InstanceCard Instance(string instanceId)
    {
        lock (_gate)
        {
            return InstanceCard.Of(_instances.Find(instanceId));
        }
    }

    /// <summary>Every instance, by ID.</summary>
    public IReadOnlyList<InstanceCard> Instances()
    {
        lock (_gate)
        {
            return [.. _instances.All.OrderBy(one => one.InstanceId, StringComparer.Ordinal).Select(InstanceCard.Of)];
        }
    }

    /// <summary>The groups of an instance, or of all where none is given, by ID.</summary>
    /// <exception cref="OperationError">There is no such instance.</exception>
    public IReadOnlyList<GroupCard> Groups(string? instanceId)
    {
        lock (_gate)
        {
            var instances = instanceId is null ? [.. _instances.All] : new[] { _instances.Find(instanceId) };
            return
            [
                .. instances.SelectMany(instance => instance.Groups.Values)
                    .Select(group => new GroupCard(group.InstanceId, group.GroupId, group.Profile, _instances.Find(group.InstanceId).Profile.IndependentNaming))
                    .OrderBy(card => card.GroupId, StringComparer.Ordinal).ThenBy(card => card.InstanceId, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>
    /// The message in its topic, where a dead letter has its content. The topic stores it at its publication and keeps it for three days, so it
    /// is deleted before its dead letter.
    /// </summary>
    /// <exception cref="OperationError">It does not exist or not any more, or there is no such instance.</exception>
    public MessageContent Original(string instanceId, string topic, string msgId)
    {
        lock (_gate)
        {
            return OriginalIn(_instances.Owned(all => all.Find(instanceId)).Groups.Values, topic, msgId, LiveRange.At(Now));
        }
    }

    /// <summary>How far the groups of a topic are with a message.</summary>
    /// <exception cref="OperationError">The topic has no such message, or there is no such instance.</exception>
    public IReadOnlyList<MessageTrack> Tracks(string? instanceId, string topic, string msgId)
    {
        lock (_gate)
        {
            var now = Settle();
            var groups = (instanceId is null ? _instances.Groups : _instances.Owned(all => all.Find(instanceId)).Groups.Values).ToList();
            var content = OriginalIn(groups, topic, msgId, LiveRange.At(now));
            return
            [
                .. from @group in groups
                   let status = GroupObserver.Observe(@group, now)
                   where @group.Topics.Contains(topic) || status.Clients.Any(client => status.SubscriptionsOf(client).ContainsKey(topic))
                   orderby @group.GroupId
                   select MessageTrack.Of(@group, status, content),
            ];
        }
    }

    /// <summary>All deliveries of the messages of a group that were resent, or of one message.</summary>
    /// <exception cref="OperationError">There is no such group.</exception>
    /// <exception cref="SandboxInputException">The group has never had the message.</exception>
    public IReadOnlyList<DeliveryHistory> Histories(string? instanceId, string groupId, string? msgId)
    {
        lock (_gate)
        {
            Settle();
            var group = _instances.Find(instanceId, groupId);
            if (msgId is not null && group.ContentOf(msgId) is null) throw new SandboxInputException($"The group {groupId} has no message {msgId}.");
            return
            [
                .. (msgId is null ? group.Resent : [msgId]).Select(id => new DeliveryHistory(
                    group.InstanceId, group.GroupId, id, [.. group.DeliveriesOf(id).Select(delivery => delivery.Snapshot())])),
            ];
        }
    }

    /// <summary>How many deliveries of a message wait for a consumer.</summary>
    public int WaitingOf(string instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            Settle();
            return _instances.Find(instanceId, groupId).WaitingOf(msgId);
        }
    }

    private static MessageContent OriginalIn(IEnumerable<ConsumerGroup> groups, string topic, string msgId, LiveRange live) =>
        groups.Select(group => group.ContentOf(msgId))
            .FirstOrDefault(content => content?.Topic == topic && live.Contains(content.BornTimestamp)) ?? throw ServiceErrors.NoMessage();

    // Does what is due before the state is looked at or changed, and gives the time.
    private long Settle()
    {
        var now = Now;
        _agenda.RunUntil(now);
        return now;
    }

    private SeededIds Add(SeedItem item, long now)
    {
        var group = _instances.Make(item.InstanceId, item.GroupId, now);
        if (item.Count is { } count)
        {
            var batch = new MessageBatch(NextPrefix(), item, count);
            group.Add(batch);
            return new(count, batch.IdAt);
        }

        var msgId = item.MsgId ?? NextPrefix() + "00000000";
        group.Add(
            new MessageContent
            {
                MsgId = msgId,
                Topic = item.Topic,
                Tag = item.Tag,
                Keys = item.Keys,
                Body = item.Body ?? Encoding.UTF8.GetBytes(item.BodyText ?? "{}"),
                BornTimestamp = item.BornTimestamp ?? item.From - MessageContent.RetriesMs,
                LogOffset = (long)(_idsMade * 512),
                ExtraProperties = item.Properties,
            },
            item,
            now);
        return new(1, _ => msgId);
    }

    private string NextPrefix() => string.Create(CultureInfo.InvariantCulture, $"0A1F070C{Scatter.Of(++_idsMade):X16}");
}
