using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task An_outcome_is_kept_whole_and_ends_the_claim()
    {
        var outcome = new AttemptOutcome
        {
            Status = ResendStatus.Failed,
            Source = OutcomeSource.Holder,
            At = Sample.At(2.5),
            RequestId = "R-1",
            ErrorCode = "Some.Code",
            ErrorMessage = "It's \"odd\" – 消息;\0\r\n--" + new string('é', 600),
            FailedMsgId = ["0A1", "0A2"],
            Tries = 3,
        };
        await ClaimAsync("a1", 0);

        Assert.True(await Journal.SettleAsync("a1", outcome, null, Stop));

        var history = await ReadAsync(Sample.Key());
        Assert.Equal(2, history.Version);
        var kept = Assert.Single(history.Attempts);
        Assert.Equivalent(outcome, Assert.Single(kept.Outcomes), strict: true);
        Assert.Equal(Sample.At(2.5), kept.EndedAt);
        Assert.True(await ClaimAsync("a2", 2));
    }

    [Theory]
    [InlineData(ResendStatus.Accepted)]
    [InlineData(ResendStatus.Failed)]
    [InlineData(ResendStatus.Rejected)]
    [InlineData(ResendStatus.Unknown)]
    internal async Task A_late_holder_is_heard_after_its_claim_was_given_up(ResendStatus late)
    {
        await ClaimAsync("a1", 0);
        Assert.True(await SettleAsync("a1", ResendStatus.Unknown, OutcomeSource.Abandoned, version: 1, at: 960));

        Assert.True(await SettleAsync("a1", late, at: 1200));

        var attempt = Assert.Single((await ReadAsync(Sample.Key())).Attempts);
        Assert.Equal([ResendStatus.Unknown, late], attempt.Outcomes.Select(outcome => outcome.Status));
        Assert.Equal(late, attempt.Outcome!.Status);
        Assert.Equal(Sample.At(1200), attempt.EndedAt);
    }

    [Fact]
    public async Task Outcomes_are_appended_and_none_is_overwritten()
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Unknown, at: 1);
        await SettleAsync("a1", ResendStatus.Accepted, OutcomeSource.Person, version: 2, at: 2);
        await SettleAsync("a1", ResendStatus.Rejected, at: 3);

        var attempt = Assert.Single((await ReadAsync(Sample.Key())).Attempts);

        Assert.Equal(
            [(ResendStatus.Unknown, Sample.At(1)), (ResendStatus.Accepted, Sample.At(2)), (ResendStatus.Rejected, Sample.At(3))],
            attempt.Outcomes.Select(outcome => (outcome.Status, outcome.At)));
        Assert.Equal(ResendStatus.Accepted, attempt.Outcome!.Status);
        Assert.Equal(("kim@box", "seen in the consumer's log"), (attempt.Outcomes[1].By, attempt.Outcomes[1].Reason));
    }

    [Fact]
    public async Task A_person_settles_on_the_version_seen_only()
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Unknown);
        var before = await ReadAsync(Sample.Key());

        Assert.False(await SettleAsync("a1", ResendStatus.Rejected, OutcomeSource.Person, version: before.Version - 1));
        Assert.Equivalent(before, await ReadAsync(Sample.Key()), strict: true);
        Assert.True(await SettleAsync("a1", ResendStatus.Rejected, OutcomeSource.Person, version: before.Version));
    }

    [Fact]
    public async Task A_person_does_not_settle_what_its_holder_may_yet_send()
    {
        await ClaimAsync("a1", 0);

        Assert.False(await SettleAsync("a1", ResendStatus.Rejected, OutcomeSource.Person, version: 1));

        Assert.True(await Journal.RenewAsync("a1", Sample.At(1), Sample.At(61), Stop));
    }

    [Fact]
    public async Task Who_saw_the_old_lease_does_not_give_up_a_claim_that_was_renewed_since()
    {
        await ClaimAsync("a1", 0);
        var seen = await ReadAsync(Sample.Key());
        Assert.True(await Journal.RenewAsync("a1", Sample.At(2000), Sample.At(2060), Stop));

        Assert.False(await SettleAsync("a1", ResendStatus.Unknown, OutcomeSource.Abandoned, version: seen.Version));

        Assert.Null(Assert.Single((await ReadAsync(Sample.Key())).Attempts).Outcome);
    }

    [Fact]
    public async Task A_claim_that_has_ended_is_not_given_up()
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Accepted);

        Assert.False(await SettleAsync("a1", ResendStatus.Unknown, OutcomeSource.Abandoned, version: 2));

        Assert.Single(Assert.Single((await ReadAsync(Sample.Key())).Attempts).Outcomes);
    }

    [Fact]
    public async Task A_claim_is_not_durable_before_the_settlements_that_were_asked_for_earlier()
    {
        // More than share one transaction, whatever a journal's limit is.
        var attempts = Enumerable.Range(0, 600).ToArray();
        await Task.WhenAll(attempts.Select(number => ClaimAsync($"a{number}", 0, Sample.Key(number))));

        var settlements = attempts.Select(number => SettleAsync($"a{number}", ResendStatus.Accepted)).ToArray();
        Assert.True(await ClaimAsync("next", 0, Sample.Key(attempts.Length)));

        var histories = await Journal.ReadAsync([.. attempts.Select(number => Sample.Key(number))], Stop);
        Assert.All(histories, history => Assert.NotNull(Assert.Single(history.Attempts).Outcome));
        Assert.All(await Task.WhenAll(settlements), Assert.True);
    }

    [Fact]
    public async Task An_attempt_that_is_not_there_is_not_settled() => Assert.False(await SettleAsync("nobody's", ResendStatus.Accepted));

    [Theory]
    [InlineData(ResendStatus.Skipped, nameof(OutcomeSource.Holder), 1L)]
    [InlineData(ResendStatus.Accepted, nameof(OutcomeSource.Abandoned), 1L)]
    [InlineData(ResendStatus.Unknown, nameof(OutcomeSource.Abandoned), null)]
    [InlineData(ResendStatus.Rejected, nameof(OutcomeSource.Person), null)]
    internal async Task What_nobody_may_say_is_refused(ResendStatus status, string source, long? version)
    {
        await ClaimAsync("a1", 0);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => SettleAsync("a1", status, Enum.Parse<OutcomeSource>(source), version));

        Assert.Null(Assert.Single((await ReadAsync(Sample.Key())).Attempts).Outcome);
    }
}
