using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>Joins the attempts on one message from two journals: a pure function, the same for every kind of journal.</summary>
internal static class MessageMerge
{
    /// <summary>What changes.</summary>
    /// <param name="own">What the journal knows of the message.</param>
    /// <param name="moved">Attempts on it from the other journal, not necessarily all.</param>
    public static MergedMessage Of(MessageHistory own, IReadOnlyCollection<MovedAttempt> moved)
    {
        var known = own.Attempts.ToDictionary(attempt => attempt.AttemptId, StringComparer.Ordinal);
        var changed = new List<ChangedAttempt>();
        var added = new List<MovedAttempt>();
        foreach (var one in moved)
        {
            if (!known.TryGetValue(one.Attempt.AttemptId, out var attempt))
            {
                added.Add(one);
            }
            else if (Join(attempt, one.Attempt) is { } joined)
            {
                changed.Add(new(joined, attempt.Outcomes.Count, OutcomeMerge.Kept(attempt.Outcomes, joined.Outcomes)));
                known[joined.AttemptId] = joined;
            }
        }

        var isClaimed = known.Values.Any(attempt => attempt.Outcome is null);
        for (var index = 0; index < added.Count; index++)
        {
            if (added[index].Attempt.Outcome is not null) continue;
            if (isClaimed) added[index] = added[index] with { Attempt = SecondClaim(added[index].Attempt) };
            isClaimed = true;
        }

        var inFlight = moved.Count(one => known.TryGetValue(one.Attempt.AttemptId, out var attempt) && attempt.Outcome is null)
            + added.Count(one => one.Attempt.Outcome is null);
        return new(added, changed, inFlight);
    }

    private static Attempt? Join(Attempt own, Attempt moved)
    {
        var joined = own with
        {
            LeaseUntil = own.LeaseUntil > moved.LeaseUntil ? own.LeaseUntil : moved.LeaseUntil,
            SignedAt = own.SignedAt > moved.SignedAt ? own.SignedAt : moved.SignedAt,
            Outcomes = OutcomeMerge.Of(own.Outcomes, moved.Outcomes),
        };
        var isChanged = !ReferenceEquals(joined.Outcomes, own.Outcomes) || joined.LeaseUntil != own.LeaseUntil || joined.SignedAt != own.SignedAt;
        return isChanged ? joined : null;
    }

    // Two people have claimed one message in two journals, and a message has one live claim. The request of this one may still be executed until its
    // fence; what its holder says later is carried over, and counts.
    private static Attempt SecondClaim(Attempt attempt) => attempt with
    {
        Outcomes =
        [
            AttemptOutcome.Abandoned(attempt.SignedAt + ClaimRule.Fence) with
            {
                ErrorMessage = "Another claim on the message was live in the journal that this one was moved to.",
            },
        ],
    };
}
