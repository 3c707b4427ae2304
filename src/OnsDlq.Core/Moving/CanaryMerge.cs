using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>Joins the canaries of two journals.</summary>
internal static class CanaryMerge
{
    /// <summary>A canary whose group has an open one in the journal that it comes to: a group has one open canary, so this one ends there.</summary>
    public static Canary Second(Canary canary) => canary.State != CanaryState.Open ? canary : canary with
    {
        State = CanaryState.Inconclusive,
        EndedAt = canary.Deadline,
        Seen = "Another canary of the group was open in the journal that this one was moved to.",
    };
}
