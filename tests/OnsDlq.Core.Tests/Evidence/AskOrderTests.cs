using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using static OnsDlq.Core.Tests.Evidence.EvidenceStage;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Which trace is asked for next.</summary>
public sealed class AskOrderTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void What_is_in_doubt_comes_first_then_the_oldest_and_what_was_asked_for_before_comes_last()
    {
        var order = new AskOrder();
        var (young, old, doubtful, asked) = (Target("young", 90), Target("old", 60), Target("doubtful", 95, ResendStatus.Unknown), Target("asked", 30));
        asked.Judge([], Stored.AddMinutes(200));
        order.AddAgain(asked, TimeSpan.Zero, Stored.AddMinutes(200));
        foreach (var target in new[] { young, old, doubtful }) order.Add(target, TimeSpan.Zero, Hour);

        Assert.Equal([doubtful, old, young, asked], Enumerable.Range(0, 4).Select(_ => order.Next(Hour)));
        Assert.Null(order.Next(Hour));
    }

    [Fact]
    public void A_trace_is_not_asked_for_in_the_first_seconds()
    {
        var order = new AskOrder();
        order.Add(Target("a", 60), TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1));

        Assert.Null(order.Next(TimeSpan.FromSeconds(103)));
        Assert.Equal(TimeSpan.FromSeconds(104), order.Due);
        Assert.NotNull(order.Next(TimeSpan.FromSeconds(104)));
    }

    /// <summary>The service's delays: the fourth failure is followed by a try after two minutes.</summary>
    [Fact]
    public void A_failing_message_is_asked_for_again_when_its_next_retry_is_due()
    {
        var failed = new AttemptEvidence { Verdict = EvidenceVerdict.ConsumeFailed, FoundAt = Stored, EventAt = Stored, Failures = 4 };

        Assert.Equal(TimeSpan.FromSeconds(125), AskOrder.WaitAfter(failed, 3, Stored));
        Assert.Equal(TimeSpan.FromSeconds(65), AskOrder.WaitAfter(failed, 3, Stored.AddSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(15), AskOrder.WaitAfter(failed, 3, Stored.AddSeconds(500)));
        Assert.Equal(TimeSpan.FromSeconds(7_205), AskOrder.WaitAfter(failed with { Failures = 30 }, 3, Stored));
    }

    [Theory]
    [InlineData(EvidenceReason.NotOut, 1, 15)]
    [InlineData(EvidenceReason.NoTrace, 2, 30)]
    [InlineData(EvidenceReason.NotOut, 9, 300)]
    [InlineData(EvidenceReason.TooOld, 1, null)]
    [InlineData(EvidenceReason.NoTopic, 1, null)]
    [InlineData(EvidenceReason.SeveralResends, 1, null)]
    internal void Others_are_asked_for_ever_more_rarely_and_not_where_nothing_new_can_come(EvidenceReason reason, int looks, int? seconds)
    {
        var evidence = new AttemptEvidence { Verdict = EvidenceVerdict.NotYetKnown, Reason = reason, FoundAt = Stored };

        Assert.Equal(seconds is { } wait ? TimeSpan.FromSeconds(wait) : null, AskOrder.WaitAfter(evidence, looks, Stored));
    }

    private static EvidenceTarget Target(string id, double at, ResendStatus status = ResendStatus.Accepted) => new(new(
        new("cn-hangzhou", "MQ_INST_1", "GID_a", id), 2, Attempt(id, at, status),
        new("run-1", Stored, "ada@box", Attempt(id, at).Holder, null)));
}
