using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Core.Tests.Moving;

/// <summary>What two journals know of one attempt is joined so that no outcome is weakened.</summary>
public sealed class OutcomeMergeTests
{
    private static readonly DateTimeOffset Start = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    // Everything that can be said of one attempt, each at its own time.
    private static readonly AttemptOutcome[] Said =
    [
        Outcome(ResendStatus.Unknown, OutcomeSource.Abandoned, 1), Outcome(ResendStatus.Unknown, OutcomeSource.Holder, 2),
        Outcome(ResendStatus.Accepted, OutcomeSource.Holder, 3), Outcome(ResendStatus.Failed, OutcomeSource.Holder, 4),
        Outcome(ResendStatus.Rejected, OutcomeSource.Holder, 5), Outcome(ResendStatus.Accepted, OutcomeSource.Person, 6),
        Outcome(ResendStatus.Rejected, OutcomeSource.Person, 7), Outcome(ResendStatus.Accepted, OutcomeSource.Evidence, 8),
    ];

    private static readonly IReadOnlyList<IReadOnlyList<AttemptOutcome>> Histories = [.. Sequences(3)];

    [Fact]
    public void Nothing_is_lost_and_nothing_is_there_twice()
    {
        foreach (var (own, moved) in Pairs())
        {
            var merged = OutcomeMerge.Of(own, moved);

            Assert.Equal(own.Union(moved).OrderBy(outcome => outcome.At), merged.OrderBy(outcome => outcome.At));
            Assert.Same(merged, OutcomeMerge.Of(merged, moved));
        }
    }

    [Fact]
    public void Where_one_journal_knows_more_its_word_counts()
    {
        foreach (var (own, moved) in Pairs())
        {
            if (own.All(moved.Contains) && moved.Count > own.Count) Assert.Equal(OutcomeFold.Fold(moved), OutcomeFold.Fold(OutcomeMerge.Of(own, moved)));
            if (moved.All(own.Contains)) Assert.Equal(own, OutcomeMerge.Of(own, moved));
        }
    }

    [Fact]
    public void An_answer_or_a_word_that_counted_as_executed_does_not_become_less_where_each_knows_something_else()
    {
        foreach (var (own, moved) in Pairs().Where(pair => !pair.Own.All(pair.Moved.Contains) && !pair.Moved.All(pair.Own.Contains)))
        {
            var most = Math.Max(Strength(own), Strength(moved));
            if (most < 2 || Strength(OutcomeMerge.Of(own, moved)) >= most) continue;
            Assert.Fail($"{Words(own)} and {Words(moved)} become {Words(OutcomeMerge.Of(own, moved))}.");
        }
    }

    [Fact]
    public void What_a_holder_proved_late_improves_what_another_one_gave_up() => Assert.Equal(
        ResendStatus.Rejected, OutcomeFold.Fold(OutcomeMerge.Of([Said[0]], [Said[4]]))!.Status);

    [Fact]
    public void What_is_known_stays_in_its_place_where_the_word_is_the_same() =>
        Assert.Equal(1, OutcomeMerge.Kept([Said[2]], OutcomeMerge.Of([Said[2]], [Said[0], Said[2]])));

    [Fact]
    public void Times_are_compared_to_the_ms_since_not_every_journal_keeps_more() =>
        Assert.Single(OutcomeMerge.Of([Said[2]], [Said[2] with { At = Said[2].At.AddTicks(7), ErrorMessage = "another text" }]));

    private static AttemptOutcome Outcome(ResendStatus status, OutcomeSource source, int seconds) =>
        new() { Status = status, Source = source, At = Start.AddSeconds(seconds) };

    private static int Strength(IReadOnlyList<AttemptOutcome> outcomes) => OutcomeFold.Fold(outcomes)?.Status switch
    {
        ResendStatus.Accepted => 3,
        ResendStatus.Failed => 2,
        ResendStatus.Unknown => 1,
        _ => 0,
    };

    private static string Words(IReadOnlyList<AttemptOutcome> outcomes) => string.Join(", ", outcomes.Select(outcome => $"{outcome.Source} {outcome.Status}"));

    private static IEnumerable<(IReadOnlyList<AttemptOutcome> Own, IReadOnlyList<AttemptOutcome> Moved)> Pairs() =>
        from own in Histories from moved in Histories select (own, moved);

    private static IEnumerable<IReadOnlyList<AttemptOutcome>> Sequences(int longest)
    {
        IReadOnlyList<IReadOnlyList<AttemptOutcome>> last = [[]];
        for (var length = 0; length <= longest; length++)
        {
            foreach (var sequence in last) yield return sequence;
            last = [.. last.SelectMany(sequence => Said.Except(sequence).Select(outcome => (IReadOnlyList<AttemptOutcome>)[.. sequence, outcome]))];
        }
    }
}
