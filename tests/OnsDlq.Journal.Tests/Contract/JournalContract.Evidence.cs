using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly AttemptEvidence Whole = new()
    {
        Verdict = EvidenceVerdict.ConsumeFailed,
        FoundAt = Sample.At(30.25),
        EventAt = Sample.At(20.125),
        Failures = 3,
        Client = "10.42.0.31@\"host\"",
        Queries = 2,
    };

    [Fact]
    public async Task An_attempt_keeps_the_topic_and_the_time_of_production_of_its_message()
    {
        var attempt = Sample.Attempt("a1") with { Topic = "orders-ü", BornTime = Sample.At(-86_400.001) };
        Assert.True(await Journal.ClaimAsync(new(Sample.Key(), 0, attempt), Stop));
        Assert.True(await ClaimAsync("a2", 0, Sample.Key(2)));

        Assert.Equal(("orders-ü", Sample.At(-86_400.001)), (await AttemptAsync("a1") is var kept ? (kept.Topic, kept.BornTime!.Value) : default));
        Assert.Equal((null, null), (await AttemptAsync("a2") is var bare ? (bare.Topic, bare.BornTime) : default));
        Assert.Equal("orders-ü", Assert.Single((await ReadAsync(Sample.Key())).Attempts).Topic);
    }

    [Fact]
    public async Task Evidence_is_kept_whole_with_its_attempt_and_raises_no_version()
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Accepted);

        await Journal.RecordEvidenceAsync([new("a1", Whole)], Stop);

        var history = await ReadAsync(Sample.Key());
        Assert.Equal((2L, Whole), (history.Version, Assert.Single(history.Attempts).Evidence));
        Assert.Equal(Whole, (await AttemptAsync("a1")).Evidence);
        Assert.Equal(ResendStatus.Accepted, Assert.Single(history.Attempts).Outcome!.Status);
    }

    [Fact]
    public async Task Evidence_on_several_attempts_is_recorded_at_once_and_that_on_none_is_left_out()
    {
        await ClaimAsync("a1", 0);
        await ClaimAsync("a2", 0, Sample.Key(2));

        await Journal.RecordEvidenceAsync([new("a1", Whole), new("nobody's", Whole), new("a2", Found(EvidenceVerdict.Returned))], Stop);

        Assert.Equal(
            [EvidenceVerdict.Returned, EvidenceVerdict.ConsumeFailed],
            await Journal.QueryAsync(new(), Stop).Select(recorded => recorded.Attempt.Evidence!.Verdict).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(EvidenceVerdict.NotYetKnown, EvidenceVerdict.ConsumeFailed, true)]
    [InlineData(EvidenceVerdict.ConsumeFailed, EvidenceVerdict.NotYetKnown, false)]
    [InlineData(EvidenceVerdict.ConsumeFailed, EvidenceVerdict.ConsumeFailed, true)]
    [InlineData(EvidenceVerdict.NotYetKnown, EvidenceVerdict.NotYetKnown, true)]
    [InlineData(EvidenceVerdict.ConsumeFailed, EvidenceVerdict.Consumed, true)]
    [InlineData(EvidenceVerdict.Consumed, EvidenceVerdict.NotYetKnown, false)]
    [InlineData(EvidenceVerdict.Consumed, EvidenceVerdict.Consumed, false)]
    [InlineData(EvidenceVerdict.Consumed, EvidenceVerdict.Returned, true)]
    [InlineData(EvidenceVerdict.Returned, EvidenceVerdict.Consumed, false)]
    [InlineData(EvidenceVerdict.Returned, EvidenceVerdict.ConsumeFailed, false)]
    internal async Task What_is_final_is_not_replaced_by_what_is_not(EvidenceVerdict first, EvidenceVerdict second, bool replaced)
    {
        await ClaimAsync("a1", 0);
        await Journal.RecordEvidenceAsync([new("a1", Found(first, 1))], Stop);

        await Journal.RecordEvidenceAsync([new("a1", Found(second, 2))], Stop);

        Assert.Equal(replaced ? Found(second, 2) : Found(first, 1), (await AttemptAsync("a1")).Evidence);
    }

    [Fact]
    public async Task Evidence_settles_what_has_ended_to_accepted_and_does_not_move_its_end()
    {
        await ClaimAsync("a1", 0);
        var proof = Sample.Outcome(ResendStatus.Accepted, 50, OutcomeSource.Evidence);
        Assert.False(await Journal.SettleAsync("a1", proof, 1, Stop));
        await SettleAsync("a1", ResendStatus.Unknown, at: 2);
        Assert.False(await Journal.SettleAsync("a1", proof, 1, Stop));

        Assert.True(await Journal.SettleAsync("a1", proof, 2, Stop));
        Assert.True(await SettleAsync("a1", ResendStatus.Failed, at: 3));

        var attempt = await AttemptAsync("a1");
        Assert.Equal((ResendStatus.Accepted, OutcomeSource.Evidence, Sample.At(3)), (attempt.Outcome!.Status, attempt.Outcome.Source, attempt.EndedAt!.Value));
    }

    [Theory]
    [InlineData(ResendStatus.Rejected)]
    [InlineData(ResendStatus.Failed)]
    [InlineData(ResendStatus.Unknown)]
    internal async Task Evidence_proves_nothing_but_that_a_resend_was_executed(ResendStatus status)
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Unknown);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => SettleAsync("a1", status, OutcomeSource.Evidence, version: 2));
    }

    [Fact]
    public async Task The_newest_sample_of_a_run_is_read_with_it()
    {
        await Journal.BeginRunAsync(Sample.Run with { RunId = "run-2" }, Stop);
        await Journal.RecordSampleAsync(new("run-1", Sample.At(1), 10, 0, 7, ["a9"]), Stop);
        var newest = new RunSample("run-1", Sample.At(2.5), 9_988, 12, long.MinValue, ["a3", "a1", "a2"]);
        await Journal.RecordSampleAsync(newest, Stop);

        var runs = await RunsAsync();

        Assert.Equal([null, "run-1"], runs.Select(run => run.Sample?.RunId));
        Assert.Equivalent(newest, runs[1].Sample, strict: true);
        Assert.Equal(["a3", "a1", "a2"], runs[1].Sample!.AttemptIds);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.RecordSampleAsync(newest with { RunId = "nobody's" }, Stop));
    }

    private static AttemptEvidence Found(EvidenceVerdict verdict, double at = 1) => new()
    {
        Verdict = verdict,
        Reason = verdict == EvidenceVerdict.NotYetKnown ? EvidenceReason.NoTrace : null,
        FoundAt = Sample.At(at),
    };

    private async Task<Attempt> AttemptAsync(string attemptId) =>
        (await Journal.QueryAsync(new() { AttemptId = attemptId }, Stop).ToListAsync(Stop)).Single().Attempt;
}
