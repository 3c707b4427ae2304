namespace OnsDlq.Sandbox.Control;

/// <summary>
/// Records what the sandbox saw and did, to compare it with the results of a client: every delivery by message and every call by operation, with
/// times on the service's clock. Thread-safe.
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
    /// <param name="time">The time, in Unix ms on the service's clock.</param>
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

    /// <summary>All deliveries so far, by message in the order of the first delivery; those of one group where one is given.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries(string? groupId = null)
    {
        lock (_gate)
        {
            return [.. _deliveries.Values.Where(record => groupId is null || record.GroupId == groupId).Select(record => record.Copy())];
        }
    }

    /// <summary>All calls so far, by operation.</summary>
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
