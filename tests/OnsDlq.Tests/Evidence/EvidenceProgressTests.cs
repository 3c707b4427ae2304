using Microsoft.Extensions.Time.Testing;
using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pipeline;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Tests.Evidence;

public sealed class EvidenceProgressTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly RunStanding _run = new();

    public EvidenceProgressTests()
    {
        foreach (var number in Enumerable.Range(0, 400)) _run.Add(Resent(number));
        _run.Sample = new("run-1", Now, 400, 0, 1, [.. Enumerable.Range(0, 60).Select(number => $"a{number}")]);
    }

    [Fact]
    public void The_share_that_a_sample_has_proven_so_far_is_shown_as_it_rises()
    {
        var progress = Progress(runs: 1);
        Assert.DoesNotContain("at least", Shown(progress), StringComparison.Ordinal);
        progress.Sampled(_run);
        Assert.StartsWith("at least 0.0 % consumed so far: 0 consumed", Shown(progress), StringComparison.Ordinal);

        foreach (var number in Enumerable.Range(0, 60)) progress.Decided(Consumed(number));

        // As EvidenceGathererTests has it of the whole sample.
        Assert.Equal("at least 95.5 % consumed so far: 60 consumed, 0 returned of 400; 0 traces read; 0 calls", Shown(progress));
    }

    [Fact]
    public void Of_several_runs_no_share_is_shown_for_one_says_nothing_of_the_others()
    {
        var progress = Progress(runs: 2);

        progress.Sampled(_run);

        Assert.StartsWith("0 consumed, 0 returned of 400", Shown(progress), StringComparison.Ordinal);
    }

    private static EvidenceProgress Progress(int runs) => new(400, runs, new CallWatch(new FakeTimeProvider()));

    private static string Shown(EvidenceProgress progress) => progress.Record().StatusDescription;

    private static EvidenceTarget Consumed(int number) => new(new(
        AttemptStage.Key, 1, Resent(number) with { Evidence = new() { Verdict = EvidenceVerdict.Consumed, FoundAt = Now } },
        new("run-1", Now, "ada@box", AttemptStage.Sender, null)));

    private static Attempt Resent(int number) => new()
    {
        AttemptId = $"a{number}",
        RunId = "run-1",
        Round = 1,
        Holder = AttemptStage.Sender,
        ClaimedAt = Now,
        LeaseUntil = Now,
        SignedAt = Now,
        Lifted = [],
        Outcomes = [new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = Now }],
    };
}
