using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Report;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Report;

/// <summary>What is proven of a run stands in the report with the sample that it rests on.</summary>
public sealed class ReportProofTests : ReportScene
{
    [Fact]
    public void A_sample_of_a_run_proves_a_share_which_is_told_with_it()
    {
        var page = PageOn(Run(400, drawn: 60, consumed: 60));

        Assert.Contains("At least 95.5 % of the messages that were or may have been sent were consumed.", page, StringComparison.Ordinal);
        Assert.Contains("Run run-1: 382 of 400 at 95 % confidence: 60 of 60 drawn at random from 400 are consumed;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, 5, "All of the messages that were or may have been sent were consumed.", "5 of 5 known to be consumed")]
    [InlineData(5, 0, "Not one of the messages that were or may have been sent is known to be consumed.", "0 of 5 known to be consumed")]
    public void Without_a_sample_the_known_ones_count(int sent, int consumed, string claim, string basis)
    {
        var page = PageOn(Run(sent, drawn: 0, consumed));

        Assert.Contains(claim, page, StringComparison.Ordinal);
        Assert.Contains(basis, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_has_asked_nothing_is_claimed()
    {
        var run = new ResendRun(new(Begun, null), new RunTally(), RunStateName.Ended);

        Assert.DoesNotContain("sent were consumed", PageOn(run), StringComparison.Ordinal);
    }

    [Fact]
    public void An_attempt_is_counted_by_status_and_by_verdict()
    {
        var attempt = new ResendAttempt(Attempt(1, EvidenceVerdict.Returned), isAbandoned: false);

        var content = Content(ReportRows.Of(attempt));

        Assert.Equal((1, 1), (content.All.OfStatus(StatusName.Accepted), content.All.OfVerdict(VerdictName.Returned)));
        Assert.Equal("M1", Assert.Single(content.Concerns[Concern.Returned].Rows).MsgId);
        Assert.Equal([["orders", "(not known)", "1", "1", "1"]], Table(System.Xml.Linq.XDocument.Parse(Text(content)), "By topic and tag"));
    }

    private static BegunRun Begun => new("run-1", Now, "ada@box", AttemptStage.Sender, null);

    private static ResendRun Run(int sent, int drawn, int consumed)
    {
        var tally = new RunTally();
        for (var number = 0; number < sent; number++)
            tally.Add(Attempt(number, number < consumed ? EvidenceVerdict.Consumed : EvidenceVerdict.NotYetKnown), AttemptStatus.Accepted);
        var sample = new RunSample("run-1", Now, sent, 0, 7, [.. Enumerable.Range(0, drawn).Select(number => $"a{number}")]);
        return new(new(Begun, null) { Sample = drawn == 0 ? null : sample }, tally, RunStateName.Ended);
    }

    private static RecordedAttempt Attempt(int number, EvidenceVerdict verdict) => new(
        new("cn-hangzhou", "MQ_INST_1", "GID_orders", $"M{number}"), 1,
        new()
        {
            AttemptId = $"a{number}",
            RunId = "run-1",
            Round = 1,
            Holder = AttemptStage.Sender,
            ClaimedAt = Now,
            LeaseUntil = Now,
            SignedAt = Now,
            Topic = "orders",
            Outcomes = [new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = Now }],
            Evidence = new() { Verdict = verdict, FoundAt = Now },
        },
        Begun);

    private static string PageOn(ResendRun run)
    {
        var content = Content(Result("M1") with { Kind = RowKind.Attempt });
        content.Add(run);
        return System.Xml.Linq.XDocument.Parse(Text(content)).Root!.Value;
    }
}
