using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendStatesTests : IAsyncDisposable
{
    private const string Realm = "cn-hangzhou";
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly ClaimHolder Holder = new("machine", "boot", "space", 1, 1);

    private readonly MemoryJournal _journal = new();
    private int _attempts;
    private bool _holderIsDead;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task What_the_journal_never_saw_is_in_its_first_round_and_needs_a_decision()
    {
        var state = await OneAsync(Entry(-60));

        Assert.Equal((1, null, null, true), (state.Message.Round, state.Message.ResendState, state.Message.LastResendTime, state.NeedsDecision));
    }

    [Theory]
    [InlineData(ResendStatus.Accepted, false)]
    [InlineData(ResendStatus.Failed, true)]
    [InlineData(ResendStatus.Unknown, true)]
    [InlineData(ResendStatus.Rejected, true)]
    internal async Task The_last_resend_tells_whether_a_decision_is_needed(ResendStatus status, bool needed)
    {
        await ResendAsync(0, status);

        var state = await OneAsync(Entry(-60));

        Assert.Equal((1, status.ToString(), Noon), (state.Message.Round, state.Message.ResendState, state.Message.LastResendTime));
        Assert.Equal(needed, state.NeedsDecision);
    }

    [Fact]
    public async Task The_entry_that_came_back_is_of_the_next_round_and_the_old_one_is_not()
    {
        await ResendAsync(0, ResendStatus.Accepted);

        var states = await ReadAsync(Entry(-60), Entry(600));

        Assert.Equal([(1, false), (2, true)], states.Select(state => (state.Message.Round!.Value, state.NeedsDecision)));
        Assert.All(states, state => Assert.Equal(StatusName.Accepted, state.Message.ResendState));
    }

    [Fact]
    public async Task The_old_entry_stays_decided_when_the_journal_knows_of_the_new_one()
    {
        await ResendAsync(0, ResendStatus.Accepted);
        await ResendAsync(700, ResendStatus.Rejected, Entry(600).StoreTimestamp);

        Assert.False((await OneAsync(Entry(-60))).NeedsDecision);
    }

    [Fact]
    public async Task Two_entries_that_came_back_are_two_rounds_though_neither_was_noted()
    {
        await ResendAsync(0, ResendStatus.Accepted);
        await ResendAsync(900, ResendStatus.Accepted);

        var states = await ReadAsync(Entry(-60), Entry(600), Entry(1800));

        Assert.Equal([1, 2, 3], states.Select(state => state.Message.Round!.Value));
        Assert.Equal([false, false, true], states.Select(state => state.NeedsDecision));
    }

    [Fact]
    public async Task The_newest_of_a_message_counts_the_rounds_of_all_its_entries()
    {
        await ResendAsync(0, ResendStatus.Accepted);
        await ResendAsync(900, ResendStatus.Accepted);

        var state = await OneAsync(Entry(1800).AsNewest([Entry(-60).StoreTimestamp, Entry(600).StoreTimestamp]));

        Assert.Equal((3, true), (state.Message.Round, state.NeedsDecision));
    }

    [Fact]
    public async Task An_entry_within_the_margin_needs_a_decision()
    {
        await ResendAsync(0, ResendStatus.Accepted);

        Assert.True((await OneAsync(Entry(2))).NeedsDecision);
    }

    [Fact]
    public async Task What_is_being_sent_has_no_state_and_needs_no_decision()
    {
        await ClaimAsync(0);

        var state = await OneAsync(Entry(-60));

        Assert.Equal((null, Noon, false), (state.Message.ResendState, state.Message.LastResendTime, state.NeedsDecision));
    }

    [Fact]
    public async Task A_claim_left_by_a_dead_process_is_unknown()
    {
        await ClaimAsync(0);
        _holderIsDead = true;

        var state = await OneAsync(Entry(-60));

        Assert.Equal((StatusName.Unknown, true), (state.Message.ResendState, state.NeedsDecision));
    }

    [Fact]
    public async Task What_is_blocked_needs_no_decision_until_the_block_ends()
    {
        await _journal.BlockAsync(KeyOf(Entry(0)), new MessageBlock("handled", "ada", Noon, null), Cancel);
        var blocked = await OneAsync(Entry(-60));
        Assert.Equal((SkipReason.Blocked, "ada", "handled"), (blocked.Settled, blocked.Message.BlockedBy, blocked.Message.BlockReason));

        await _journal.BlockAsync(KeyOf(Entry(0)), new MessageBlock("handled", "ada", Noon, Noon.AddMinutes(1)), Cancel);
        var free = await OneAsync(Entry(-60));
        Assert.Equal((null, null, null), (free.Settled, free.Message.BlockedBy, free.Message.BlockReason));
    }

    [Fact]
    public async Task A_message_that_came_back_too_often_needs_a_decision()
    {
        for (var round = 0; round < 3; round++) await ResendAsync(round * 1000, ResendStatus.Accepted);

        var states = await ReadAsync(Entry(500), Entry(1500), Entry(2500));

        Assert.Equal((4, true), (states[^1].Message.Round, states[^1].NeedsDecision));
    }

    [Fact]
    public async Task Messages_are_told_apart_by_realm_instance_group_and_id()
    {
        await ResendAsync(0, ResendStatus.Accepted);

        var states = await ReadAsync(
            new DeadLetter("m1", "GID_a", "I", Realm, Entry(-60).StoreTimestamp),
            new DeadLetter("M2", "GID_a", "I", Realm, Entry(-60).StoreTimestamp),
            new DeadLetter("M1", "GID_b", "I", Realm, Entry(-60).StoreTimestamp),
            new DeadLetter("M1", "GID_a", "J", Realm, Entry(-60).StoreTimestamp),
            new DeadLetter("M1", "I%GID_a", "I", Realm, Entry(-60).StoreTimestamp));
        var elsewhere = await new ResendStates(_journal, "127.0.0.1:80", Rules).ReadAsync([Entry(-60)], Cancel);

        Assert.Equal([false, true, true, true, false], states.Select(state => state.NeedsDecision));
        Assert.True(elsewhere[0].NeedsDecision);
    }

    [Fact]
    public async Task Everything_else_of_an_entry_stays_as_it_was()
    {
        var entry = new DeadLetter("M1", "GID_a", "I", Realm, 1) { Topic = "orders", Key = ["k"], Realm = Realm };

        var letter = (await OneAsync(entry)).Message;

        Assert.NotSame(entry, letter);
        Assert.Null(entry.Round);
        Assert.Equal(("M1", "orders", Realm, 1L), (letter.MsgId, letter.Topic, letter.Realm, letter.StoreTimestamp));
        Assert.Equal(["k"], letter.Key);
    }

    private static DeadLetter Entry(int seconds) => new("M1", "GID_a", "I", Realm, Noon.AddSeconds(seconds).ToUnixTimeMilliseconds());

    private static MessageKey KeyOf(DeadLetter entry) => MessageKey.Of(Realm, entry.InstanceId, entry.GroupId, entry.MsgId);

    private DecisionRules Rules() => new() { ServiceNow = Noon.AddHours(1).AddMinutes(-50), IsProvenDead = _ => _holderIsDead };

    private async Task<JournaledMessage> OneAsync(DeadLetter entry) => Assert.Single(await ReadAsync(entry));

    private Task<IReadOnlyList<JournaledMessage>> ReadAsync(params DeadLetter[] entries) =>
        new ResendStates(_journal, Realm, Rules).ReadAsync(entries, Cancel);

    private async Task ResendAsync(int seconds, ResendStatus status, params long[] seen)
    {
        var attempt = await ClaimAsync(seconds, seen);
        await _journal.SettleAsync(
            attempt, new AttemptOutcome { Status = status, Source = OutcomeSource.Holder, At = Noon.AddSeconds(seconds) }, null, Cancel);
    }

    private async Task<string> ClaimAsync(int seconds, params long[] seen)
    {
        var key = KeyOf(Entry(0));
        var at = Noon.AddSeconds(seconds);
        var attemptId = $"A{++_attempts}";
        await _journal.BeginRunAsync(new BegunRun($"R{_attempts}", at, "ada", Holder, null), Cancel);
        var history = (await _journal.ReadAsync([key], Cancel))[0];
        Assert.True(await _journal.ClaimAsync(
            new Claim(key, history.Version, new Attempt
            {
                AttemptId = attemptId,
                RunId = $"R{_attempts}",
                Round = 1,
                Holder = Holder,
                ClaimedAt = at,
                SignedAt = at,
                LeaseUntil = at.AddMinutes(1),
                IsListed = true,
            })
            {
                EntriesSeen = seen,
            },
            Cancel));
        return attemptId;
    }
}
