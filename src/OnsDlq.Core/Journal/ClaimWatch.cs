using System.Globalization;
using OnsDlq.Holders;
using OnsDlq.Transport;

namespace OnsDlq.Journal;

/// <summary>Tells whether the holder of a claim can no longer send, and the outcome to record then.</summary>
/// <param name="isProvenDead">Tells whether a holder is proven dead: same boot, same PID namespace, and its process no longer exists.</param>
/// <param name="time">The local clock.</param>
/// <param name="clock">The service's clock; null where there is no connection.</param>
internal sealed class ClaimWatch(Func<ClaimHolder, bool> isProvenDead, TimeProvider time, ServiceClock? clock)
{
    /// <summary>How far a local clock may be wrong at most, while no answer of the service confirms it.</summary>
    public static readonly TimeSpan ClockDoubt = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestSkew = TimeSpan.FromMinutes(15);

    /// <summary>Whether a process is proven dead.</summary>
    public bool IsProvenDead(ClaimHolder holder) => isProvenDead(holder);

    /// <summary>Whether the holder of an attempt without an outcome is dead or fenced off.</summary>
    public bool IsAbandoned(Attempt attempt) => attempt.Outcomes.Count == 0 && ClaimRule.IsAbandoned(
        attempt, clock?.Offset is null ? time.GetUtcNow() - ClockDoubt : clock.Earliest, isProvenDead);

    /// <summary>
    /// Whether a claim counts as live only because the service's clock is not known here: if the local clock is right within 15 min, as the
    /// service demands of signing dates, the claim's request can no longer be executed.
    /// </summary>
    public bool NeedsTime(Attempt attempt) =>
        attempt.Outcomes.Count == 0 && clock?.Offset is null && !IsAbandoned(attempt) && FreeAt(attempt) < time.GetUtcNow() + LongestSkew;

    /// <summary>Tells the user when a live claim becomes Unknown, so that it can be settled.</summary>
    public string WhatFrees(Attempt attempt)
    {
        var free = FreeAt(attempt);
        var until = string.Create(CultureInfo.InvariantCulture, $"at {free.ToLocalTime():yyyy-MM-dd HH:mm:ss} on the service's clock");
        return "It counts as Unknown once its process is known to be gone, or else " + (clock?.Offset is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{until}, which this session does not know: call the service over a connection, such as with Get-OnsDlqInstance, or wait until "
                + $"{(free + ClockDoubt).ToLocalTime():yyyy-MM-dd HH:mm:ss}")
            : until);
    }

    /// <summary>The outcome to record for an abandoned claim.</summary>
    /// <remarks>Its end is the latest possible one: an entry stored before that may be an old one.</remarks>
    public AttemptOutcome Abandonment(Attempt attempt) => AttemptOutcome.Abandoned(
        clock?.Offset is null ? attempt.SignedAt + ClaimRule.Fence : ClaimRule.AbandonedAt(attempt, clock.Latest));

    private static DateTimeOffset FreeAt(Attempt attempt)
    {
        var fence = attempt.SignedAt + ClaimRule.Fence;
        return attempt.LeaseUntil > fence ? attempt.LeaseUntil : fence;
    }
}
