using System.Collections.Concurrent;

namespace OnsDlq.Pace;

/// <summary>A rate limiter shared by all processes that use one journal: a call leaves at a time slot of its own, or not at all.</summary>
/// <remarks>
/// A call leaves no earlier than its slot, and no later than <see cref="PaceRule.Tolerance"/> after it: k calls in a row take at least (k - 1)
/// intervals less that tolerance. This is checked when the claim is durable and only signing is left to do; connecting and the network's delay
/// come after it. Slots are times on the machine's UTC clock; a process waits for them on its monotonic clock, so that a change of the system's
/// clock does not matter.
/// </remarks>
/// <param name="realm">The service, by its name in the journal.</param>
/// <param name="source">Where the schedule is kept.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedPace(string realm, PaceSource source, TimeProvider time) : IPace
{
    private readonly ConcurrentDictionary<PaceKey, PaceLane> _lanes = new();

    // Runs under -WhatIf write nothing, so their calls are not in the shared schedule.
    private readonly ConcurrentDictionary<PaceKey, PaceLane> _whatIf = new();
    private readonly PaceSource _ownSource = new(time);

    /// <inheritdoc/>
    public ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken) =>
        Lane(new PaceKey(call.Account, realm, call.Action), call).TakeAsync(call, cancellationToken);

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
