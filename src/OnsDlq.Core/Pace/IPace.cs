namespace OnsDlq.Pace;

/// <summary>The rate at which calls of one operation may leave, shared by all who call it.</summary>
internal interface IPace
{
    /// <summary>
    /// Takes the next slot and returns when it is time to prepare the call: a little before its slot. Prepared, the call asks
    /// <see cref="LeaveAsync"/>.
    /// </summary>
    ValueTask<PaceSlot> TakeAsync(PacedCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Awaited right before a call leaves: returns at its slot, true; false where the slot has passed meanwhile, or calls are held since it
    /// was taken. The call must then take another slot.
    /// </summary>
    ValueTask<bool> LeaveAsync(PaceSlot slot, CancellationToken cancellationToken);

    /// <summary>Told that a call will not be made that a slot was taken for: the next one may have it. Never fails.</summary>
    void GiveBack(PaceSlot slot);

    /// <summary>Told that the service refused a call as one too many. Never fails.</summary>
    /// <param name="slot">The call's slot.</param>
    /// <param name="retryAfter">How long the service asks to wait; null where it does not.</param>
    /// <returns>How long calls of the operation are held from now on.</returns>
    ValueTask<TimeSpan> ThrottledAsync(PaceSlot slot, TimeSpan? retryAfter);

    /// <summary>Told that the service answered a call otherwise than by throttling it. Never fails.</summary>
    ValueTask AnsweredAsync(PaceSlot slot);
}
