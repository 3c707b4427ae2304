using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Journal;

/// <summary>Tells whether a live claim's holder can no longer send, and what is then to be said of it.</summary>
/// <param name="isProvenDead">Tells whether a holder is proven dead: same boot, same process space, and its process is gone.</param>
/// <param name="time">The local clock.</param>
/// <param name="clock">The service's clock; null where no connection is at hand.</param>
internal sealed class ClaimWatch(Func<ClaimHolder, bool> isProvenDead, TimeProvider time, ServiceClock? clock)
{
    /// <summary>How far a local clock is taken to be wrong at most that no answer of the service was held against.</summary>
    public static readonly TimeSpan ClockDoubt = TimeSpan.FromDays(1);

    /// <summary>Whether the holder of an attempt without an outcome is dead or fenced off.</summary>
    public bool IsAbandoned(Attempt attempt) => attempt.Outcomes.Count == 0 && ResendDecider.IsAbandoned(attempt, new()
    {
        ServiceNow = clock?.Offset is null ? time.GetUtcNow() - ClockDoubt : clock.Now,
        IsProvenDead = isProvenDead,
    });

    /// <summary>What is said of an abandoned claim.</summary>
    /// <remarks>It ended as late as it can have: an entry stored before then may be an old one.</remarks>
    public AttemptOutcome Abandonment(Attempt attempt) => AttemptOutcome.Abandoned(
        clock?.Offset is null ? attempt.SignedAt + ResendDecider.Fence : ResendDecider.AbandonedAt(attempt, clock.Latest));
}
