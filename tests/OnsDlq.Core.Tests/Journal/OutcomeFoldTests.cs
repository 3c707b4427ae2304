using OnsDlq.Journal;
using OnsDlq.Messages;
using static OnsDlq.Messages.OutcomeSource;
using static OnsDlq.Messages.ResendStatus;

namespace OnsDlq.Core.Tests.Journal;

public sealed class OutcomeFoldTests
{
    /// <summary>Outcomes in the order in which they were recorded, and the one that counts.</summary>
    private static readonly (string Said, ResendStatus Counts, (ResendStatus Status, OutcomeSource Source)[] Outcomes)[] Cells =
    [
        ("the holder's word", Accepted, [(Accepted, Holder)]),
        ("given up", Unknown, [(Unknown, Abandoned)]),
        ("a late holder improves what others gave up", Accepted, [(Unknown, Abandoned), (Accepted, Holder)]),
        ("a late holder proves that nothing was sent", Rejected, [(Unknown, Abandoned), (Rejected, Holder)]),
        ("a holder improves its own Unknown", Rejected, [(Unknown, Holder), (Rejected, Holder)]),
        ("a holder takes back its proof", Unknown, [(Rejected, Holder), (Unknown, Holder)]),
        ("a late Rejected hides no answer", Accepted, [(Accepted, Holder), (Rejected, Holder)]),
        ("an Unknown hides no answer", Failed, [(Failed, Holder), (Unknown, Holder)]),
        ("being given up hides no proof", Rejected, [(Rejected, Holder), (Unknown, Abandoned)]),
        ("a person settles an Unknown", Rejected, [(Unknown, Holder), (Rejected, Person)]),
        ("a person settles a Failed", Accepted, [(Failed, Holder), (Accepted, Person)]),
        ("a person's last word", Accepted, [(Unknown, Holder), (Rejected, Person), (Accepted, Person)]),
        ("a late answer outweighs what a person supposed", Accepted, [(Unknown, Abandoned), (Rejected, Person), (Accepted, Holder)]),
        ("a late Rejected does not outweigh a person", Accepted, [(Unknown, Abandoned), (Accepted, Person), (Rejected, Holder)]),
        ("a late Unknown does not outweigh a person", Rejected, [(Unknown, Abandoned), (Rejected, Person), (Unknown, Holder)]),
    ];

    [Fact]
    public void Of_several_outcomes_the_best_founded_counts() => Assert.All(Cells, cell => Assert.True(
        OutcomeFold.Fold([.. cell.Outcomes.Select(outcome => new AttemptOutcome { Status = outcome.Status, Source = outcome.Source, At = default })])?.Status
        == cell.Counts,
        cell.Said));

    [Fact]
    public void A_live_claim_has_no_outcome() => Assert.Null(OutcomeFold.Fold([]));
}
