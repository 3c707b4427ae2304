using OnsDlq.Holders;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Journal.Tests.StateMachine;

/// <summary>Cases that would deliver a message twice under a simpler rule, step by step with a journal.</summary>
public sealed class TrapTests : IAsyncDisposable
{
    private const double Fenced = (16 * 60) + 1;

    private readonly SortedSet<long> _listed = [];
    private readonly MemoryJournal _journal = new();
    private readonly ClaimHolder _dead = Sample.Holder with { ProcessId = 666 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task Of_two_who_decided_to_send_the_one_slow_at_the_prompt_does_not()
    {
        await BeginAsync();
        var (slow, slowSaw) = await DecideAsync(0);
        var (quick, quickSaw) = await DecideAsync(0);
        Assert.True(slow.Send && quick.Send);

        Assert.True(await ClaimAsync("quick", quickSaw, 1));
        await SettleAsync("quick", ResendStatus.Accepted, 2);

        Assert.False(await ClaimAsync("slow", slowSaw, 600));
        Assert.Equal(SkipReason.AlreadyResent, (await DecideAsync(600)).Decision.Reason);
    }

    [Fact]
    public async Task Two_old_entries_of_one_message_are_sent_once()
    {
        await BeginAsync();
        List(-7200, -3600);
        await SendAsync("a1", 0, ResendStatus.Accepted);

        List(-5000);

        Assert.Equal(SkipReason.AlreadyResent, (await DecideAsync(60)).Decision.Reason);
    }

    [Fact]
    public async Task An_override_that_was_rejected_does_not_make_the_first_resend_forgotten()
    {
        await BeginAsync();
        await SendAsync("a1", 0, ResendStatus.Accepted);
        await SendAsync("a2", 60, ResendStatus.Rejected, SkipReason.AlreadyResent);

        Assert.Equal(SkipReason.AlreadyResent, (await DecideAsync(120)).Decision.Reason);
    }

    [Fact]
    public async Task Who_was_suspended_before_the_claim_does_not_get_it()
    {
        await BeginAsync();
        var (_, saw) = await DecideAsync(0);

        await SendAsync("other", 2000, ResendStatus.Rejected);

        Assert.False(await ClaimAsync("late", saw, 4000));
    }

    [Fact]
    public async Task Who_was_suspended_after_the_claim_may_not_send_once_it_was_given_up()
    {
        await BeginAsync();
        Assert.True(await ClaimAsync("late", 0, 0));
        Assert.Equal(SkipReason.InFlight, (await DecideAsync(Fenced - 2)).Decision.Reason);

        await GiveUpAsync(Fenced);

        Assert.False(await _journal.RenewAsync("late", Sample.At(Fenced + 1), Sample.At(Fenced + 61), Stop));
        await SettleAsync("late", ResendStatus.Rejected, Fenced + 2);
        Assert.True((await DecideAsync(Fenced + 3)).Decision.Send);
    }

    [Fact]
    public async Task Who_was_suspended_before_sending_may_send_only_what_the_service_refuses_by_then()
    {
        await BeginAsync();
        Assert.True(await ClaimAsync("late", 0, 0));
        Assert.True(await _journal.RenewAsync("late", Sample.At(30), Sample.At(90), Stop));

        var decision = (await DecideAsync(30 + (15 * 60))).Decision;

        Assert.Equal(SkipReason.InFlight, decision.Reason);
        Assert.Equal(SkipReason.InFlight, (await DecideAsync(30 + (15 * 60), SkipReason.OutcomeUnknown)).Decision.Reason);
        Assert.Equal(SkipReason.OutcomeUnknown, (await DecideAsync(30 + Fenced)).Decision.Reason);
    }

    [Fact]
    public async Task Who_was_suspended_after_sending_is_heard_when_it_wakes()
    {
        await BeginAsync();
        Assert.True(await ClaimAsync("late", 0, 0));
        await GiveUpAsync(Fenced);
        Assert.Equal(SkipReason.OutcomeUnknown, (await DecideAsync(5000)).Decision.Reason);

        await SettleAsync("late", ResendStatus.Accepted, 5001);

        Assert.Equal(SkipReason.AlreadyResent, (await DecideAsync(5002, SkipReason.OutcomeUnknown)).Decision.Reason);
    }

    [Fact]
    public async Task Who_wakes_and_renews_just_before_it_is_given_up_keeps_the_claim()
    {
        await BeginAsync();
        Assert.True(await ClaimAsync("late", 0, 0));
        var (decision, saw) = await DecideAsync(Fenced);
        Assert.Single(decision.Abandoned);

        Assert.True(await _journal.RenewAsync("late", Sample.At(Fenced), Sample.At(Fenced + 60), Stop));

        Assert.False(await _journal.SettleAsync(
            "late", Sample.Outcome(ResendStatus.Unknown, Fenced, OutcomeSource.Abandoned), saw, Stop));
        Assert.Equal(SkipReason.InFlight, (await DecideAsync(Fenced + 1)).Decision.Reason);
    }

    [Fact]
    public async Task The_claim_of_the_dead_is_unknown_at_once()
    {
        await _journal.BeginRunAsync(Sample.Run with { Holder = _dead }, Stop);
        Assert.True(await ClaimAsync("dead", 0, 0));

        Assert.Equal(SkipReason.OutcomeUnknown, (await DecideAsync(1)).Decision.Reason);
    }

    [Fact]
    public async Task An_answer_that_proves_nothing_keeps_the_message_from_being_sent_again()
    {
        await BeginAsync();
        await SendAsync("a1", 0, ResendStatus.Unknown);

        Assert.Equal(SkipReason.OutcomeUnknown, (await DecideAsync(60)).Decision.Reason);
    }

    [Fact]
    public async Task A_message_that_came_back_is_sent_as_round_2_and_held_after_three()
    {
        await BeginAsync();
        for (var round = 1; round <= 3; round++)
        {
            List((round * 1000) - 500);
            Assert.Equal(round, (await DecideAsync(round * 1000)).Decision.Round);
            await SendAsync($"a{round}", round * 1000, ResendStatus.Accepted);
            Assert.Equal(SkipReason.AlreadyResent, (await DecideAsync((round * 1000) + 60)).Decision.Reason);
        }

        List(3500);

        Assert.Equal(SkipReason.MaxRounds, (await DecideAsync(4000)).Decision.Reason);
    }

    private Task BeginAsync() => _journal.BeginRunAsync(Sample.Run, Stop);

    // From now on a listing shows these entries.
    private void List(params double[] stored) => _listed.UnionWith(stored.Select(seconds => Sample.Stored(seconds)));

    private async Task<(ResendDecision Decision, long Version)> DecideAsync(double now, params SkipReason[] lift)
    {
        var history = Assert.Single(await _journal.ReadAsync([Sample.Key()], Stop));
        history = history with { EntriesSeen = [.. history.EntriesSeen.Union(_listed).Order()] };
        var rules = new DecisionRules { ServiceNow = Sample.At(now), IsProvenDead = holder => holder == _dead, Override = new HashSet<SkipReason>(lift) };
        return (ResendDecider.Decide(history, rules), history.Version);
    }

    private Task<bool> ClaimAsync(string attemptId, long version, double at) =>
        _journal.ClaimAsync(new(Sample.Key(), version, Sample.Attempt(attemptId, at: at)) { EntriesSeen = [.. _listed] }, Stop);

    private async Task SettleAsync(string attemptId, ResendStatus status, double at) =>
        Assert.True(await _journal.SettleAsync(attemptId, Sample.Outcome(status, at), null, Stop));

    private async Task SendAsync(string attemptId, double at, ResendStatus status, params SkipReason[] lift)
    {
        var (decision, version) = await DecideAsync(at, lift);
        Assert.True(decision.Send);
        Assert.True(await ClaimAsync(attemptId, version, at));
        await SettleAsync(attemptId, status, at + 1);
    }

    private async Task GiveUpAsync(double now)
    {
        var (decision, version) = await DecideAsync(now);
        var attempt = Assert.Single(decision.Abandoned);
        Assert.True(await _journal.SettleAsync(
            attempt.AttemptId,
            Sample.Outcome(ResendStatus.Unknown, source: OutcomeSource.Abandoned) with { At = ClaimRule.AbandonedAt(attempt, Sample.At(now)) },
            version,
            Stop));
    }
}
