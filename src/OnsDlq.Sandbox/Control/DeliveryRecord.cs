namespace OnsDlq.Sandbox.Control;

/// <summary>The deliveries of one message by resends. Most have one, so the first needs no list.</summary>
internal sealed class DeliveryRecord(string instanceId, string groupId, string msgId)
{
    private long _first;
    private List<long>? _others;

    /// <summary>The group's instance.</summary>
    public string InstanceId { get; } = instanceId;

    /// <summary>The group.</summary>
    public string GroupId { get; } = groupId;

    /// <summary>The message.</summary>
    public string MsgId { get; } = msgId;

    /// <summary>How many deliveries there were.</summary>
    public int Count { get; private set; }

    /// <summary>The times, in Unix ms on the service's clock.</summary>
    public IEnumerable<long> Times => Count == 0 ? [] : _others is null ? [_first] : _others.Prepend(_first);

    /// <summary>Counts one delivery.</summary>
    public void Add(long time)
    {
        if (Count++ == 0)
        {
            _first = time;
        }
        else
        {
            (_others ??= []).Add(time);
        }
    }

    /// <summary>A copy of the record.</summary>
    public DeliveryRecord Copy() =>
        new(InstanceId, GroupId, MsgId) { Count = Count, _first = _first, _others = _others is null ? null : [.. _others] };
}
