using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Journal;

/// <summary>What a run states of its messages.</summary>
public sealed class EvidenceTallyTests
{
    [Theory]
    [InlineData(10_000, 0, 9_515, 0.951)]
    [InlineData(10_000, 12, 9_503, 0.95)]
    [InlineData(400, 0, 382, 0.955)]
    public void The_share_is_of_all_that_were_sent_and_rounded_down(int sent, int returned, int atLeast, double share)
    {
        var tally = new EvidenceTally();
        for (var number = 0; number < sent; number++)
        {
            EvidenceVerdict? verdict = number < returned ? EvidenceVerdict.Returned : number < returned + 60 ? EvidenceVerdict.Consumed : null;
            tally.Add(Attempt(number, verdict), AttemptStatus.Accepted);
        }

        var drawn = Enumerable.Range(returned, 60).Select(number => $"a{number}").ToArray();

        var proof = tally.Proof(new("run-1", DateTimeOffset.UnixEpoch, sent - returned, 0, 7, drawn))!;

        Assert.Equal((atLeast, share), (proof.AtLeast, proof.Share));
        Assert.StartsWith(
            FormattableString.Invariant($"{atLeast} of {sent} at 95 % confidence: 60 of 60 drawn at random from {sent - returned} are consumed"), proof.Basis);
    }

    [Fact]
    public void A_drawn_message_without_an_answer_counts_as_not_consumed()
    {
        var tally = new EvidenceTally();
        for (var number = 0; number < 1_000; number++) tally.Add(Attempt(number, number < 55 ? EvidenceVerdict.Consumed : null), AttemptStatus.Accepted);
        var sample = new RunSample("run-1", DateTimeOffset.UnixEpoch, 1_000, 0, 7, [.. Enumerable.Range(0, 60).Select(number => $"a{number}")]);

        Assert.Equal(SampleBound.AtLeast(1_000, 60, 55), tally.Proof(sample)!.AtLeast);
    }

    [Fact]
    public void Where_more_is_known_than_the_sample_says_that_counts()
    {
        var tally = new EvidenceTally();
        for (var number = 0; number < 100; number++)
            tally.Add(Attempt(number, number < 90 ? EvidenceVerdict.Consumed : EvidenceVerdict.Returned), AttemptStatus.Accepted);
        var sample = new RunSample("run-1", DateTimeOffset.UnixEpoch, 100, 0, 7, ["a0", "a1", "a95"]);

        Assert.Equal((90, 0.9, "90 of 100 known to be consumed, 10 returned"), tally.Proof(sample) is { } proof ? (proof.AtLeast, proof.Share, proof.Basis) : default);
    }

    [Fact]
    public void What_was_not_executed_does_not_count_and_what_nobody_asked_about_states_nothing()
    {
        var tally = new EvidenceTally();
        tally.Add(Attempt(0, null), AttemptStatus.Rejected);
        Assert.Null(tally.Proof(null));
        tally.Add(Attempt(1, null), AttemptStatus.Accepted);
        Assert.Null(tally.Proof(null));

        tally.Add(Attempt(2, EvidenceVerdict.Consumed), AttemptStatus.Unknown);

        Assert.Equal((1, 0.5), tally.Proof(null) is { } proof ? (proof.AtLeast, proof.Share) : default);
    }

    private static Attempt Attempt(int number, EvidenceVerdict? verdict) => new()
    {
        AttemptId = $"a{number}",
        RunId = "run-1",
        Round = 1,
        Holder = new ClaimHolder("box", "boot-1", "pid:[1]", 42, 4711),
        ClaimedAt = DateTimeOffset.UnixEpoch,
        SignedAt = DateTimeOffset.UnixEpoch,
        LeaseUntil = DateTimeOffset.UnixEpoch,
        Evidence = verdict is { } found ? new() { Verdict = found, FoundAt = DateTimeOffset.UnixEpoch } : null,
    };
}
