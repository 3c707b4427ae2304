using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_claim_on_the_version_decided_on_is_kept_whole(bool listed)
    {
        var attempt = Sample.Attempt("a1") with
        {
            Round = 2,
            NewestEntrySeen = Sample.Stored(-60),
            IsListed = listed,
            Lifted = [SkipReason.OutcomeUnknown, SkipReason.Blocked],
        };

        Assert.True(await Journal.ClaimAsync(new(Sample.Key(), 0, attempt), Stop));

        var history = await ReadAsync(Sample.Key());
        Assert.Equal(1, history.Version);
        var kept = Assert.Single(history.Attempts);
        Assert.Equivalent(attempt, kept, strict: true);
        Assert.Null(kept.Outcome);
        Assert.Null(kept.EndedAt);
    }

    [Fact]
    public async Task A_claim_on_another_version_than_the_current_one_changes_nothing()
    {
        Assert.True(await ClaimAsync("a1", 0));
        Assert.True(await SettleAsync("a1", ResendStatus.Rejected));
        var before = await ReadAsync(Sample.Key());

        Assert.False(await ClaimAsync("a2", before.Version - 1));
        Assert.False(await ClaimAsync("a3", before.Version + 1));

        Assert.Equivalent(before, await ReadAsync(Sample.Key()), strict: true);
    }

    [Fact]
    public async Task A_live_claim_keeps_others_out_even_on_the_current_version()
    {
        Assert.True(await ClaimAsync("a1", 0));

        Assert.False(await ClaimAsync("a2", 1));

        Assert.Single((await ReadAsync(Sample.Key())).Attempts);
    }

    [Fact]
    public async Task Two_who_both_decided_on_no_history_do_not_both_get_the_claim()
    {
        await using var other = await OpenAsync(Stop);

        var mine = await Journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        var theirs = await other.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a2")), Stop);

        Assert.True(mine);
        Assert.False(theirs);
    }

    [Fact]
    public async Task Of_many_who_claim_one_message_at_once_one_gets_it()
    {
        await using var other = await OpenAsync(Stop);
        IResendJournal[] journals = [Journal, other];

        var claims = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(
            () => journals[number % 2].ClaimAsync(new(Sample.Key(), 0, Sample.Attempt($"a{number}")), Stop), Stop)));

        Assert.Single(claims, won => won);
        Assert.Single((await ReadAsync(Sample.Key())).Attempts);
    }

    [Fact]
    public async Task A_claim_for_a_run_that_was_not_begun_is_refused()
    {
        var claim = new Claim(Sample.Key(), 0, Sample.Attempt("a1", run: "nobody's"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.ClaimAsync(claim, Stop));

        Assert.Empty((await ReadAsync(Sample.Key())).Attempts);
    }

    [Fact]
    public async Task An_attempt_ID_is_used_once()
    {
        Assert.True(await ClaimAsync("a1", 0));

        await Assert.ThrowsAsync<InvalidOperationException>(() => ClaimAsync("a1", 0, Sample.Key(2)));

        Assert.Empty((await ReadAsync(Sample.Key(2))).Attempts);
    }

    [Fact]
    public async Task A_run_begins_once() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Journal.BeginRunAsync(Sample.Run, Stop));

    [Fact]
    public async Task A_refused_write_does_not_take_others_with_it()
    {
        var bad = new Claim(Sample.Key(99), 0, Sample.Attempt("bad", run: "nobody's"));

        var claims = Enumerable.Range(1, 20).Select(number => ClaimAsync($"a{number}", 0, Sample.Key(number))).ToList();
        var refused = Journal.ClaimAsync(bad, Stop);
        claims.AddRange(Enumerable.Range(21, 20).Select(number => ClaimAsync($"a{number}", 0, Sample.Key(number))));

        Assert.All(await Task.WhenAll(claims), Assert.True);
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused);
    }

    [Fact]
    public async Task A_claim_notes_the_entries_that_were_seen_and_a_refused_one_does_not()
    {
        var seen = new Claim(Sample.Key(), 0, Sample.Attempt("a1")) { EntriesSeen = [Sample.Stored(-50), Sample.Stored(-100)] };
        var late = new Claim(Sample.Key(), 0, Sample.Attempt("a2")) { EntriesSeen = [Sample.Stored(-10)] };

        Assert.True(await Journal.ClaimAsync(seen, Stop));
        Assert.False(await Journal.ClaimAsync(late, Stop));

        var history = await ReadAsync(Sample.Key());
        Assert.Equal([Sample.Stored(-100), Sample.Stored(-50)], history.EntriesSeen);
        Assert.Equal((1, Sample.Stored(-50)), (history.Version, Assert.Single(history.Attempts).NewestEntrySeen));
    }

    [Fact]
    public async Task A_claim_knows_the_newest_entry_that_the_journal_knew()
    {
        await ClaimAsync("a1", Sample.Key(), 0, newest: null, Sample.Stored(-100), Sample.Stored(-50));
        await SettleAsync("a1", ResendStatus.Rejected);
        await ClaimAsync("a2", Sample.Key(), 2, newest: Sample.Stored(-100));
        await ClaimAsync("a3", Sample.Key(2), 0, newest: Sample.Stored(-70), Sample.Stored(-100));
        await SettleAsync("a3", ResendStatus.Rejected);
        await ClaimAsync("a4", Sample.Key(2), 2, newest: null);
        await ClaimAsync("a5", Sample.Key(3), 0, newest: null);

        Assert.Equal([Sample.Stored(-50), Sample.Stored(-50)], (await ReadAsync(Sample.Key())).Attempts.Select(attempt => attempt.NewestEntrySeen));
        Assert.Equal([Sample.Stored(-70), Sample.Stored(-70)], (await ReadAsync(Sample.Key(2))).Attempts.Select(attempt => attempt.NewestEntrySeen));
        Assert.Null(Assert.Single((await ReadAsync(Sample.Key(3))).Attempts).NewestEntrySeen);

        async Task ClaimAsync(string attemptId, MessageKey key, long version, long? newest, params long[] seen) => Assert.True(await Journal.ClaimAsync(
            new(key, version, Sample.Attempt(attemptId) with { NewestEntrySeen = newest }) { EntriesSeen = seen }, Stop));
    }

    [Fact]
    public async Task A_renewal_moves_the_lease_and_the_signing_time_of_a_live_claim()
    {
        await ClaimAsync("a1", 0);

        Assert.True(await Journal.RenewAsync("a1", Sample.At(30), Sample.At(90), Stop));

        var history = await ReadAsync(Sample.Key());
        Assert.Equal(2, history.Version);
        Assert.Equal((Sample.At(30), Sample.At(90)), (history.Attempts[0].SignedAt, history.Attempts[0].LeaseUntil));
        Assert.Equal(Sample.At(0), history.Attempts[0].ClaimedAt);
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(31, false, false)]
    [InlineData(30, false, true)]
    [InlineData(null, true, true)]
    public async Task A_claim_is_not_renewed_while_a_block_lasts_unless_blocks_were_lifted_for_it(int? until, bool lifted, bool renewed)
    {
        SkipReason[] protections = lifted ? [SkipReason.OutcomeUnknown, SkipReason.Blocked, SkipReason.MaxRounds] : [SkipReason.OutcomeUnknown];
        await Journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1") with { Lifted = protections }), Stop);
        await Journal.BlockAsync(Sample.Key(), new("handled", "kim@box", Sample.At(10), until is { } end ? Sample.At(end) : null), Stop);

        Assert.Equal(renewed, await Journal.RenewAsync("a1", Sample.At(30), Sample.At(90), Stop));

        var history = await ReadAsync(Sample.Key());
        Assert.Equal((renewed ? 3 : 2, Sample.At(renewed ? 30 : 0)), (history.Version, history.Attempts[0].SignedAt));
        await Journal.BlockAsync(Sample.Key(), null, Stop);
        Assert.True(await Journal.RenewAsync("a1", Sample.At(40), Sample.At(90), Stop));
    }

    [Fact]
    public async Task A_claim_that_has_ended_is_not_renewed()
    {
        await ClaimAsync("a1", 0);
        await SettleAsync("a1", ResendStatus.Unknown, OutcomeSource.Abandoned, version: 1);
        var before = await ReadAsync(Sample.Key());

        Assert.False(await Journal.RenewAsync("a1", Sample.At(30), Sample.At(90), Stop));
        Assert.False(await Journal.RenewAsync("nobody's", Sample.At(30), Sample.At(90), Stop));

        Assert.Equivalent(before, await ReadAsync(Sample.Key()), strict: true);
    }

    [Fact]
    public async Task What_is_cancelled_before_it_begins_changes_nothing()
    {
        var gone = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.ReadAsync([Sample.Key()], gone));

        Assert.Equivalent(MessageHistory.None(Sample.Key()), await ReadAsync(Sample.Key()), strict: true);
    }
}
