using System.Globalization;

namespace OnsDlq.Sandbox.Broker;

/// <summary>The trace queries and the traces that they find. Not thread-safe.</summary>
internal sealed class TraceBook
{
    private const int MostTasks = 10_000;

    private readonly Dictionary<string, TraceTask> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();
    private ulong _made;

    public TraceBehaviour Behaviour { get; set; } = new();

    /// <summary>Begins a query.</summary>
    public TraceTask Begin(TraceQuery query, long now)
    {
        if (_oldest.Count >= MostTasks) _tasks.Remove(_oldest.Dequeue());
        var id = string.Create(CultureInfo.InvariantCulture, $"1234567890123456{Scatter.Of(++_made):X16}");
        _oldest.Enqueue(id);
        return _tasks[id] = new(id, query, now, now + Behaviour.WorkingMs, now + Math.Max(Behaviour.KeptMs, Behaviour.WorkingMs));
    }

    /// <summary>The state and the result of a query.</summary>
    /// <exception cref="Protocol.OperationError">There was no such query.</exception>
    public TraceResult Result(string queryId, IEnumerable<ConsumerGroup> groups, long now)
    {
        var task = _tasks.GetValueOrDefault(queryId) ?? throw ServiceErrors.FieldCheck("The QueryId is unknown.");
        var status = task.StatusAt(now);
        return status switch
        {
            "finish" => new(task, status, task.EndTime, Found(task, groups)),
            "removed" => new(task, status, task.RemoveTime, []),
            _ => new(task, status, task.CreateTime, []),
        };
    }

    private List<MessageTrace> Found(TraceTask task, IEnumerable<ConsumerGroup> groups)
    {
        var (query, live) = (task.Query, LiveRange.At(task.EndTime));
        var found = new Dictionary<string, (MessageContent Content, List<KeyValuePair<string, IReadOnlyList<DeliveryTry>>> Groups)>(StringComparer.Ordinal);
        foreach (var group in groups.Where(group => query.InstanceId is null || group.InstanceId == query.InstanceId))
        {
            foreach (var content in group.Contents(query.MsgId, query.MsgKey).Where(content => content.Topic == query.Topic))
            {
                var born = content.BornTimestamp;
                if (!live.Contains(born) || born < query.Begin || born > query.End) continue;
                if (!found.TryGetValue(content.MsgId, out var one)) found[content.MsgId] = one = (content, []);
                var name = Behaviour.QualifiesGroups ? $"{group.InstanceId}%{group.GroupId}" : group.GroupId;
                one.Groups.Add(new(name, Traces(group, content, task.EndTime)));
            }
        }

        return [.. found.Values.Select(one => new MessageTrace(one.Content, one.Groups))];
    }

    private List<DeliveryTry> Traces(ConsumerGroup group, MessageContent content, long now)
    {
        if (content.ExtraProperties.GetValueOrDefault("TRACE_ON") == "false") return [];
        var ofGroup = Behaviour.Consumers.With(group.Traces);
        var shown = group.DeliveriesOf(content.MsgId).SelectMany(delivery => delivery.Tries)
            .Select(one => ofGroup.With(one.Client.Traces).Show(one, now)).OfType<DeliveryTry>();
        return Behaviour.NewestFirst ? [.. shown.OrderByDescending(one => one.Time)] : [.. shown];
    }
}
