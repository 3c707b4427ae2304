namespace OnsDlq.Pace;

/// <summary>For what and for how long a call waits before it may leave.</summary>
/// <param name="Length">For how long, as far as it is known now.</param>
/// <param name="IsHold">Whether calls are held because the quota is used up, by whichever process; otherwise it waits for its time slot.</param>
internal readonly record struct PaceWait(TimeSpan Length, bool IsHold);
