namespace OnsDlq.Pace;

/// <summary>The rate limit of one operation, shared by all its callers.</summary>
internal interface IPace
{
    /// <summary>
    /// Takes the next slot, and returns a little before it, when it is time to prepare the call. The prepared call then awaits
    /// <see cref="LeaveAsync"/>.
    /// </summary>
    ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Awaited right before a call leaves: true at the time of its slot; false where the slot has passed, or calls have been held since it was
    /// taken. The call must then take another slot.
    /// </summary>
    ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken);

    /// <summary>Gives back the slot of a call that is not made, for another call to use. Never fails.</summary>
    void GiveBack(PaceSlot slot);

    /// <summary>Reports that the service throttled a call. Never fails.</summary>
    /// <param name="slot">The call's slot.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not say.</param>
    /// <returns>For how long calls of the operation are held from now on.</returns>
    ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter);

    /// <summary>Reports that the service answered a call without throttling it. Never fails.</summary>
    ValueTask AnsweredAsync(PaceSlot slot);
}
