using System.Globalization;
using System.Text;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The state of the simulated service: instances, consumer groups and their dead letters. Thread-safe.</summary>
internal sealed class SandboxBroker(SandboxClock clock, Ledger ledger, MissingName missingName = MissingName.OwnerError)
{
    private const int MaxPage = 50;
    private const int LeastPageSize = 5;
    private const int MostPageSize = 50;
    private const int DefaultPageSize = 20;

    private readonly object _gate = new();
    private readonly QueryTasks _tasks = new(clock);
    private readonly TraceBook _traces = new();
    private readonly Dictionary<string, ServiceInstance> _instances = new(StringComparer.Ordinal);
    private ListingBehaviour _listing = new();
    private ulong _idsMade;
    private long _pagesAsked;

    /// <summary>The time on the clock for store times, in Unix ms.</summary>
    public long Now => (clock.GetUtcNow() + clock.StoredAhead).ToUnixTimeMilliseconds();

    /// <summary>The behaviour of listings where the documentation leaves it open.</summary>
    public ListingBehaviour Listing
    {
        get
        {
            lock (_gate)
            {
                return _listing;
            }
        }

        set
        {
            lock (_gate)
            {
                _listing = value;
            }
        }
    }

    /// <summary>Changes the behaviour of message traces.</summary>
    public void SetTraces(JsonMembers members)
    {
        lock (_gate)
        {
            _traces.Behaviour = _traces.Behaviour.With(members);
        }
    }

    /// <summary>Begins a query for the traces of messages.</summary>
    /// <exception cref="OperationError">There is no such instance.</exception>
    public TraceTask BeginTrace(TraceQuery query)
    {
        lock (_gate)
        {
            if (query.InstanceId is { } instanceId) Owned(() => FindInstance(instanceId));
            return _traces.Begin(query, Now);
        }
    }

    /// <summary>The state and the result of a trace query.</summary>
    /// <exception cref="OperationError">There was no such query.</exception>
    public TraceResult TraceResult(string queryId)
    {
        lock (_gate)
        {
            return _traces.Result(queryId, _instances.Values.SelectMany(instance => instance.Groups.Values), Now);
        }
    }

    /// <summary>Adds dead letters to their queues, creates missing instances and groups, and gives the IDs of each item.</summary>
    public IReadOnlyList<SeededIds> Add(IReadOnlyList<SeedItem> items)
    {
        lock (_gate)
        {
            var now = Now;
            return [.. items.Select(item => Add(item, now))];
        }
    }

    /// <summary>Sets the behaviour of a group's consumers, or that for one message; a missing group is created.</summary>
    /// <exception cref="SandboxInputException">The group has never had the message.</exception>
    public void SetConsumer(string instanceId, string groupId, string? msgId, ConsumerBehaviour consumer)
    {
        lock (_gate)
        {
            var group = msgId is null ? MakeGroup(instanceId, groupId) : _instances.GetValueOrDefault(instanceId)?.Groups.GetValueOrDefault(groupId);
            if (group is null || !group.SetConsumer(consumer, msgId, Now))
            {
                throw new SandboxInputException($"The group {groupId} has no message {msgId}.");
            }
        }
    }

    /// <summary>Changes the consumers of a group; a missing group is created.</summary>
    public void SetClients(string instanceId, string groupId, Func<GroupClients, GroupClients> change)
    {
        lock (_gate)
        {
            var group = MakeGroup(instanceId, groupId);
            group.Clients = change(group.Clients);
        }
    }

    /// <summary>Sets what a group does with the other messages of a topic; a missing group is created.</summary>
    public void SetTraffic(string instanceId, string groupId, string topic, TopicTraffic traffic)
    {
        lock (_gate)
        {
            MakeGroup(instanceId, groupId).Traffic[topic] = traffic;
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
            var status = GroupObserver.Observe(Owned(() => FindGroup(instanceId, groupId)), Now);
            return status.Online || !needsConsumers || !_listing.OfflineFails ? status : throw ServiceErrors.NotOnline();
        }
    }

    /// <summary>The instance for a call without one: the only one that has the group, or null.</summary>
    public string? InstanceOf(string groupId)
    {
        lock (_gate)
        {
            return OnlyGroup(groupId)?.InstanceId;
        }
    }

    /// <summary>The name of a group or topic in a RAM resource: with its instance, unless the instance has no namespace of its own.</summary>
    public string ResourceName(string? instanceId, string name)
    {
        lock (_gate)
        {
            return instanceId is null || _instances.GetValueOrDefault(instanceId)?.Profile.IndependentNaming == false ? name : $"{instanceId}%{name}";
        }
    }

    /// <summary>One page of a listing.</summary>
    /// <exception cref="OperationError">The page does not exist, or the range is empty.</exception>
    public DeadLetterPage Page(PageRequest request)
    {
        lock (_gate)
        {
            var group = Owned(() => FindGroup(request.InstanceId, request.GroupId));
            if (request.Page is < 1 or > MaxPage)
            {
                throw ServiceErrors.FieldCheck($"CurrentPage has to be from 1 to {MaxPage}.");
            }

            var task = request.TaskId is { } id ? Resume(id, group, request) : Begin(group, request);
            if (task.MaxPageCount == 0 && !_listing.EmptyList)
            {
                throw ServiceErrors.NoMessage();
            }

            if (request.Page > Math.Max(1, task.MaxPageCount))
            {
                throw ServiceErrors.FieldCheck(
                    string.Create(CultureInfo.InvariantCulture, $"CurrentPage has to be at most MaxPageCount, {task.MaxPageCount}."));
            }

            var isEmpty = request.TaskId is not null && _listing.EmptyEvery > 0 && ++_pagesAsked % _listing.EmptyEvery == 0;
            return new(group, request.Page, task.MaxPageCount, task.TaskId, isEmpty ? [] : task.Page(request.Page));
        }
    }

    /// <summary>The dead letter that a look-up of a message gives, and its group.</summary>
    /// <exception cref="OperationError">There is none, or no such group.</exception>
    public (ConsumerGroup Group, DeadLetterEntry Entry) Find(string? instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            var group = Owned(() => FindGroup(instanceId, groupId));
            return (group, group.Find(msgId, LiveRange.At(Now), _listing.LooksUpOldest) ?? throw ServiceErrors.NoMessage());
        }
    }

    /// <summary>Delivers a dead letter's message to its group once more; the dead letter stays in the queue.</summary>
    /// <returns>False where it could not be resent: nothing was delivered.</returns>
    /// <exception cref="OperationError">The message has no dead letter, or there is no such group.</exception>
    public bool Resend(string? instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            var now = Now;
            var group = Owned(() => FindGroup(instanceId, groupId));
            _ = group.Find(msgId, LiveRange.At(now), oldest: false) ?? throw ServiceErrors.NoMessage();
            if (!group.Redeliver(msgId, now))
            {
                return false;
            }

            ledger.Delivered(group.InstanceId, group.GroupId, msgId, now);
            return true;
        }
    }

    /// <summary>The dead letters now in a group's queue, by store time; the result does not change any more.</summary>
    /// <exception cref="OperationError">There is no such group.</exception>
    public (ConsumerGroup Group, ReadOnlyMemory<DeadLetterEntry> Entries) Entries(string? instanceId, string groupId)
    {
        lock (_gate)
        {
            var group = FindGroup(instanceId, groupId);
            var live = LiveRange.At(Now);
            return (group, group.Queue.Between(live.First, live.Last));
        }
    }

    /// <summary>Sets the settings of an instance; a missing one is created.</summary>
    public void Describe(string instanceId, InstanceProfile profile)
    {
        lock (_gate)
        {
            MakeInstance(instanceId).Profile = profile;
        }
    }

    /// <summary>Sets the settings of a group; a missing one is created.</summary>
    public void Describe(string instanceId, string groupId, GroupProfile profile)
    {
        lock (_gate)
        {
            MakeGroup(instanceId, groupId).Profile = profile;
        }
    }

    /// <summary>The instance with this ID.</summary>
    /// <exception cref="OperationError">There is none.</exception>
    public InstanceCard Instance(string instanceId)
    {
        lock (_gate)
        {
            return InstanceCard.Of(FindInstance(instanceId));
        }
    }

    /// <summary>Every instance, by ID.</summary>
    public IReadOnlyList<InstanceCard> Instances()
    {
        lock (_gate)
        {
            return [.. _instances.Values.OrderBy(one => one.InstanceId, StringComparer.Ordinal).Select(InstanceCard.Of)];
        }
    }

    /// <summary>The groups of an instance, or of all where none is given, by ID.</summary>
    /// <exception cref="OperationError">There is no such instance.</exception>
    public IReadOnlyList<GroupCard> Groups(string? instanceId)
    {
        lock (_gate)
        {
            var instances = instanceId is null ? [.. _instances.Values] : new[] { FindInstance(instanceId) };
            return
            [
                .. instances.SelectMany(instance => instance.Groups.Values)
                    .Select(group => new GroupCard(group.InstanceId, group.GroupId, group.Profile, _instances[group.InstanceId].Profile.IndependentNaming))
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
            var live = LiveRange.At(Now);
            return Owned(() => FindInstance(instanceId)).Groups.Values.Select(group => group.ContentOf(msgId))
                .FirstOrDefault(content => content?.Topic == topic && live.Contains(content.BornTimestamp)) ?? throw ServiceErrors.NoMessage();
        }
    }

    /// <summary>How many deliveries of a message wait for a consumer.</summary>
    public int WaitingOf(string instanceId, string groupId, string msgId)
    {
        lock (_gate)
        {
            return _instances[instanceId].Groups[groupId].WaitingOf(msgId);
        }
    }

    private QueryTask Begin(ConsumerGroup group, PageRequest request)
    {
        var size = request.PageSize ?? DefaultPageSize;
        if (size is < LeastPageSize or > MostPageSize)
        {
            throw ServiceErrors.FieldCheck($"PageSize has to be from {LeastPageSize} to {MostPageSize}.");
        }

        if (request.Begin < 0 || request.Begin > request.End)
        {
            throw ServiceErrors.FieldCheck("BeginTime has to be a time and not later than EndTime.");
        }

        var live = LiveRange.At(Now);
        var entries = group.Queue.Between(Math.Max(request.Begin, live.First), Math.Min(request.End, live.Last));
        return _tasks.Begin(group, entries, size, _listing);
    }

    private QueryTask Resume(string taskId, ConsumerGroup group, PageRequest request) =>
        _tasks.Find(taskId, group, _listing)
        ?? (_listing.RenewsTask ? Begin(group, request) : throw ServiceErrors.FieldCheck("The TaskId is unknown or has expired."));

    private SeededIds Add(SeedItem item, long now)
    {
        var group = MakeGroup(item.InstanceId, item.GroupId);
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

    private ServiceInstance MakeInstance(string instanceId)
    {
        if (!_instances.TryGetValue(instanceId, out var instance))
        {
            _instances[instanceId] = instance = new ServiceInstance(instanceId, Now);
        }

        return instance;
    }

    private ConsumerGroup MakeGroup(string instanceId, string groupId)
    {
        var groups = MakeInstance(instanceId).Groups;
        if (!groups.TryGetValue(groupId, out var group))
        {
            groups[groupId] = group = new ConsumerGroup(instanceId, groupId, Now);
        }

        return group;
    }

    private ServiceInstance FindInstance(string instanceId) =>
        _instances.GetValueOrDefault(instanceId) ?? throw ServiceErrors.InstanceNotFound(instanceId);

    private ConsumerGroup FindGroup(string? instanceId, string groupId) =>
        (instanceId is null ? OnlyGroup(groupId) : FindInstance(instanceId).Groups.GetValueOrDefault(groupId))
        ?? throw ServiceErrors.GroupNotFound(groupId);

    // Converts the error for a name that does not exist to the configured one; the control API always gives the exact error.
    private T Owned<T>(Func<T> find)
    {
        try
        {
            return find();
        }
        catch (OperationError) when (missingName == MissingName.OwnerError)
        {
            throw ServiceErrors.NotOwned();
        }
    }

    private ConsumerGroup? OnlyGroup(string groupId)
    {
        var found = _instances.Values.Select(instance => instance.Groups.GetValueOrDefault(groupId)).OfType<ConsumerGroup>().Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }
}
