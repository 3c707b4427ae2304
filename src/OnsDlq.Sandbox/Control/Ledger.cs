namespace OnsDlq.Sandbox.Control;

/// <summary>
/// What the sandbox saw and did, to be held against what a client says: every delivery by message and every call by operation,
/// with times of the service's clock. Safe for callers at once.
/// </summary>
internal sealed class Ledger(TimeProvider clock) : ICallLedger
{
    private readonly object _gate = new();
    private readonly Dictionary<string, CallRecord> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<(string InstanceId, string GroupId, string MsgId), DeliveryRecord> _deliveries = [];

    /// <inheritdoc/>
    public void Accepted(string action) => Count(action, call => call.Accepted);

    /// <inheritdoc/>
    public void Refused(string action) => Count(action, call => call.Refused);

    /// <summary>A message was delivered to a group because of a resend.</summary>
    /// <param name="instanceId">The group's instance.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="msgId">The message.</param>
    /// <param name="time">When, Unix ms of the service's clock.</param>
    public void Delivered(string instanceId, string groupId, string msgId, long time)
    {
        lock (_gate)
        {
            var key = (instanceId, groupId, msgId);
            if (!_deliveries.TryGetValue(key, out var record))
            {
                _deliveries[key] = record = new DeliveryRecord(instanceId, groupId, msgId);
            }

            record.Add(time);
        }
    }

    /// <summary>All deliveries up to now, by message in the order of the first delivery; those of one group where one is named.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries(string? groupId = null)
    {
        lock (_gate)
        {
            return [.. _deliveries.Values.Where(record => groupId is null || record.GroupId == groupId).Select(record => record.Copy())];
        }
    }

    /// <summary>All calls up to now, by operation.</summary>
    public IReadOnlyDictionary<string, CallRecord> Calls()
    {
        lock (_gate)
        {
            return _calls.ToDictionary(call => call.Key, call => new CallRecord([.. call.Value.Accepted], [.. call.Value.Refused]));
        }
    }

    private void Count(string action, Func<CallRecord, List<long>> list)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            if (!_calls.TryGetValue(action, out var call))
            {
                _calls[action] = call = new CallRecord([], []);
            }

            list(call).Add(now);
        }
    }
}
