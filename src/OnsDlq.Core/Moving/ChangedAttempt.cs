using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>An attempt that a journal has, as it is to be now.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Had">How many outcomes it had.</param>
/// <param name="Kept">How many of these, from the first on, stay as they are.</param>
internal sealed record ChangedAttempt(Attempt Attempt, int Had, int Kept)
{
    /// <summary>The outcomes to write.</summary>
    public IEnumerable<AttemptOutcome> Late => Attempt.Outcomes.Skip(Kept);
}
