namespace OnsDlq.Sandbox.Control;

/// <summary>The deliveries of one message by resends. Most have one, so the first needs no list.</summary>
internal sealed class DeliveryRecord(string instanceId, string groupId, string msgId)
{
    private long _first;
    private List<long>? _others;

    public string InstanceId { get; } = instanceId;

    public string GroupId { get; } = groupId;

    public string MsgId { get; } = msgId;

    public int Count { get; private set; }

    /// <summary>The times, in Unix ms on the service's clock.</summary>
    public IEnumerable<long> Times => Count == 0 ? [] : _others is null ? [_first] : _others.Prepend(_first);

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

    public DeliveryRecord Copy() =>
        new(InstanceId, GroupId, MsgId) { Count = Count, _first = _first, _others = _others is null ? null : [.. _others] };
}
