using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Moving;

/// <summary>Joins what two journals know of how one attempt ended.</summary>
internal static class OutcomeMerge
{
    /// <summary>
    /// Every outcome once. Which one counts depends on their order (see <see cref="OutcomeFold"/>). Where one journal knows all that the other one
    /// does, its word counts. Where each knows something else, nobody knows the order; then the one counts that protects more, so that no
    /// outcome is weakened: an answer stays an answer.
    /// </summary>
    public static IReadOnlyList<AttemptOutcome> Of(IReadOnlyList<AttemptOutcome> own, IReadOnlyList<AttemptOutcome> moved)
    {
        var late = moved.Where(outcome => !own.Any(known => IsSame(known, outcome))).ToArray();
        if (late.Length == 0) return own;
        var alone = own.Where(outcome => !moved.Any(known => IsSame(known, outcome))).ToArray();
        IReadOnlyList<AttemptOutcome> added = [.. own, .. late];
        if (alone.Length == 0) return IsSame(OutcomeFold.Fold(added)!, OutcomeFold.Fold(moved)!) ? added : moved;
        IReadOnlyList<AttemptOutcome>[] orders = [added, [.. moved, .. alone], [.. late, .. own], [.. alone, .. moved]];
        return orders.MaxBy(Strength)!;
    }

    /// <summary>How many outcomes of an attempt stay in their places when it gets these; 0 where their order changes, so that all are written again.</summary>
    public static int Kept(IReadOnlyList<AttemptOutcome> own, IReadOnlyList<AttemptOutcome> merged) =>
        own.Zip(merged, IsSame).All(same => same) ? own.Count : 0;

    // The texts are left out: not every kind of journal stores every character as it is. Times are kept to the ms everywhere.
    private static bool IsSame(AttemptOutcome one, AttemptOutcome other) =>
        one.Source == other.Source && one.Status == other.Status && one.At.ToUnixTimeMilliseconds() == other.At.ToUnixTimeMilliseconds();

    private static int Strength(IReadOnlyList<AttemptOutcome> outcomes) => OutcomeFold.Fold(outcomes)!.Status switch
    {
        ResendStatus.Accepted => 3,
        ResendStatus.Failed => 2,
        ResendStatus.Rejected => 0,
        _ => 1,
    };
}
