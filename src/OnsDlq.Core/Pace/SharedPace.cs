using System.Collections.Concurrent;

namespace OnsDlq.Pace;

/// <summary>
/// One schedule for all processes that share a journal: a call leaves at a slot that nobody else has, or not at all.
/// </summary>
/// <remarks>
/// A call leaves no earlier than its slot, and no later than <see cref="PaceRule.Tolerance"/> after it: k calls in a row take (k - 1)
/// intervals less that tolerance at the least. That is looked at when the claim is durable and nothing but signing lies ahead;
/// what a connection takes to be made, or the network to carry the request, is not in it. Slots lie on the machine's UTC clock; within a
/// process they are waited for on a time that no change of that clock moves.
/// </remarks>
/// <param name="realm">The service, by its name in the journal.</param>
/// <param name="source">Where the schedule is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedPace(string realm, PaceSource source, TimeProvider time) : IPace
{
    private readonly ConcurrentDictionary<PaceKey, PaceLane> _lanes = new();

    // What only asks what would be done leaves no trace, so its calls are in nobody else's schedule.
    private readonly ConcurrentDictionary<PaceKey, PaceLane> _whatIf = new();
    private readonly PaceSource _ownSource = new(time);

    /// <inheritdoc/>
    public ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken) =>
        Lane(new PaceKey(call.AccessKeyId, realm, call.Action), call).TakeAsync(call, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken) =>
        Lane(slot.Key, slot.Call).LeaveAsync(slot, cancellationToken);

    /// <inheritdoc/>
    public void GiveBack(PaceSlot slot) => Lane(slot.Key, slot.Call).GiveBack(slot);

    /// <inheritdoc/>
    public ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter) => Lane(slot.Key, slot.Call).ThrottledAsync(slot, retryAfter);

    /// <inheritdoc/>
    public ValueTask AnsweredAsync(PaceSlot slot) => Lane(slot.Key, slot.Call).AnsweredAsync(slot);

    private PaceLane Lane(PaceKey key, PacedCall call) => call.IsWhatIf
        ? _whatIf.GetOrAdd(key, name => new PaceLane(name, _ownSource, time))
        : _lanes.GetOrAdd(key, name => new PaceLane(name, source, time));
}
