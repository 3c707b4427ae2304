using System.Text.Json.Nodes;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>A few messages first: what is delivered is counted in the sandbox's ledger.</summary>
public sealed class CanarySandboxTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private static readonly ResendOptions Three = new() { Canary = new() { Size = 3, Timeout = TimeSpan.FromMinutes(5) } };
    private static readonly ResendOptions Soon = new() { Canary = new() { Size = 3, Timeout = TimeSpan.FromSeconds(20) } };

    private readonly HookedJournal _journal = new(new MemoryJournal());
    private readonly string _group = fixture.NewGroup();
    private EvidenceBench? _bench;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EvidenceBench Bench => _bench ??= new(fixture.Sandbox, _journal);

    public void Dispose() => _bench?.Dispose();

    [Fact]
    public async Task Where_the_canary_is_consumed_the_rest_is_sent_and_the_pass_is_good_for_an_hour()
    {
        await Bench.AddAsync(_group, "succeed", count: 12);

        var results = await Bench.ResendAsync(_group, Three);

        Assert.All(results, result => Assert.Equal(StatusName.Accepted, result.Status));
        Assert.Equal((12, 12), (results.Count, await DeliveriesAsync()));
        var canary = await CanaryAsync();
        Assert.Equal((CanaryState.Passed, "3 of 3 messages were consumed"), (canary!.State, canary.Seen));
        Assert.Equal(3, await ClaimsOfAsync(canary));

        await Bench.AddAsync(_group, "fail", count: 4);
        Assert.Equal(4, (await Bench.ResendAsync(_group, Three)).Count(result => result.Status == StatusName.Accepted));
        Assert.Equal(canary, await CanaryAsync());
        Assert.Empty(Bench.Faults);
    }

    [Theory]
    [InlineData("fail", 17_140)]
    [InlineData("fail", 1)]
    [InlineData("retry:2", 0)]
    public async Task Where_a_message_of_the_canary_fails_or_comes_back_the_rest_is_not_sent(string consumer, double returnAfter)
    {
        await Bench.AddAsync(_group, consumer, count: 12, returnAfter: returnAfter);

        var results = await Bench.ResendAsync(_group, Three);

        Assert.Equal((3, 9), (Of(results, StatusName.Accepted), results.Count(result => result.Reason == ReasonName.CanaryStopped)));
        Assert.Equal([ErrorId.CanaryFailed], Bench.Faults);
        Assert.Equal((CanaryState.Failed, 3), ((await CanaryAsync())!.State, await DeliveriesAsync()));

        // After a failure a run begins a new one.
        await SetConsumersAsync("succeed");
        Assert.Equal(9, Of(await Bench.ResendAsync(_group, Three), StatusName.Accepted));
        Assert.Equal(CanaryState.Passed, (await CanaryAsync())!.State);
    }

    [Fact]
    public async Task Where_nothing_is_known_in_time_the_canary_stays_open_and_a_run_with_one_waits_again_and_sends_no_second_one()
    {
        await Bench.AddAsync(_group, "offline", count: 12);
        Assert.Equal((3, 9), await Bench.ResendAsync(_group, Soon) is var first ? (Of(first, StatusName.Accepted), Of(first, StatusName.Skipped)) : default);
        Assert.Equal([ErrorId.CanaryInconclusive], Bench.Faults);
        Assert.Equal(9, Of(await Bench.ResendAsync(_group, Soon), StatusName.Skipped) - 3);
        Assert.Equal((CanaryState.Open, 3), ((await CanaryAsync())!.State, await ClaimsOfAsync((await CanaryAsync())!)));

        Assert.All(await Bench.ResendAsync(_group), result => Assert.Equal(StatusName.Skipped, result.Status));
        Assert.Equal([ErrorId.CanaryOpen], Bench.Faults);

        await SetConsumersAsync("succeed");
        Assert.Equal(9, Of(await Bench.ResendAsync(_group, Three), StatusName.Accepted));
        Assert.Equal(12, await DeliveriesAsync());
    }

    [Fact]
    public async Task A_canary_that_another_run_begins_meanwhile_stops_a_run_without_one()
    {
        await Bench.AddAsync(_group, "succeed", count: 60);
        var claims = 0;
        _journal.Claimed = async claim =>
        {
            if (Interlocked.Increment(ref claims) != 2) return;
            var now = Bench.Clock.Now;
            await _journal.BeginCanaryAsync(
                new() { CanaryId = "c1", Queue = QueueKey.Of(claim.Key), RunId = claim.Attempt.RunId, Size = 3, BegunAt = now, Deadline = now.AddMinutes(5) }, Cancel);
            Bench.PutClockOff(CanaryGate.LookEvery);
        };

        var results = await Bench.ResendAsync(_group, new() { ThrottleLimit = 1 });

        Assert.Equal([ErrorId.CanaryOpen], Bench.Faults);
        Assert.InRange(await DeliveriesAsync(), 1, 40);
        Assert.Equal(await DeliveriesAsync(), Of(results, StatusName.Accepted));
        Assert.Equal(60, results.Count);
    }

    /// <summary>The clock of this machine is ten minutes off that of the service, and of the machine that had the canary.</summary>
    [Theory]
    [InlineData(55, 10, true)]
    [InlineData(65, -10, false)]
    public async Task The_hour_of_a_pass_is_told_by_the_clock_of_the_service(int minutesAgo, int minutesAhead, bool isGoodEnough)
    {
        await Bench.AddAsync(_group, "offline", count: 3);
        await Bench.ResendAsync(_group, Soon);
        var passed = (await CanaryAsync())!;
        await _journal.EndCanaryAsync(passed.CanaryId, CanaryState.Passed, Bench.Clock.Now.AddMinutes(-minutesAgo), "", Cancel);
        using var other = new EvidenceBench(fixture.Sandbox, _journal);
        other.PutClockOff(TimeSpan.FromMinutes(minutesAhead));
        await Bench.AddAsync(_group, "succeed", count: 4);

        await other.ResendAsync(_group, Soon with { Canary = Soon.Canary! with { GoesOnWhereInconclusive = true } });

        Assert.Equal(isGoodEnough, passed.CanaryId == (await CanaryAsync())!.CanaryId);
    }

    [Fact]
    public async Task Where_the_user_says_so_the_run_goes_on_without_knowing()
    {
        await Bench.AddAsync(_group, "offline", count: 5);

        var results = await Bench.ResendAsync(_group, new() { Canary = Soon.Canary! with { GoesOnWhereInconclusive = true } });

        Assert.Equal(5, Of(results, StatusName.Accepted));
        Assert.Equal(CanaryState.Inconclusive, (await CanaryAsync())!.State);
    }

    /// <summary>The process dies after each step of its canary in turn; the next one tops the canary up, and sends no second one.</summary>
    [Theory]
    [InlineData("claimed", 1)]
    [InlineData("claimed", 2)]
    [InlineData("settling", 1)]
    [InlineData("settling", 3)]
    [InlineData("judging", 1)]
    public async Task A_canary_that_was_cut_off_is_topped_up_by_the_next_run(string step, int nth)
    {
        await Bench.AddAsync(_group, "succeed", count: 12);
        var count = 0;
        var dead = new TaskCompletionSource();
        Task Die() => ++count >= nth ? DieAsync() : Task.CompletedTask;
        if (step == "claimed") _journal.Claimed = _ => Die();
        if (step == "settling") _journal.Settling = _ => Die();
        if (step == "judging") _journal.Recording = _ => Die();
        var died = Bench.ResendAsync(_group, Three with { ThrottleLimit = 1 });
        await dead.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var sent = await DeliveriesAsync();
        Assert.InRange(sent, 0, 3);

        // The dead process does nothing more; another one runs with the same journal.
        (_journal.Claimed, _journal.Settling, _journal.Recording, Bench.IsSenderDead) = (null, null, null, true);
        var open = await CanaryAsync();
        var results = await Bench.ResendAsync(_group, Soon);

        var canary = await CanaryAsync();
        Assert.Equal(open!.CanaryId, canary!.CanaryId);
        Assert.Equal(3, await ClaimsOfAsync(canary));
        var ledger = await fixture.Sandbox.GetLedgerAsync(_group, Cancel);
        Assert.All(ledger.Deliveries, delivery => Assert.Equal(1, delivery.Count));
        if (canary.State == CanaryState.Passed)
        {
            Assert.DoesNotContain(results, result => result.Reason == ReasonName.CanaryStopped);
        }
        else
        {
            // A message that was claimed and not sent is in doubt until a person settles it: nobody can say that the canary has passed.
            Assert.Equal(CanaryState.Open, canary.State);
            Assert.NotEqual("judging", step);
            Assert.InRange(ledger.TotalDeliveries, 0, 3);
        }

        Assert.False(died.IsCompleted);

        async Task DieAsync()
        {
            dead.TrySetResult();
            await new TaskCompletionSource().Task;
        }
    }

    [Fact]
    public async Task Several_runs_at_once_send_one_canary_in_all()
    {
        await Bench.AddAsync(_group, "fail", count: 20, returnAfter: 17_140);
        EvidenceBench[] others = [.. Enumerable.Range(0, 3).Select(_ => new EvidenceBench(fixture.Sandbox, _journal))];

        var results = await Task.WhenAll(others.Select(other => other.ResendAsync(_group, Three)));

        Assert.Equal(3, await DeliveriesAsync());
        Assert.Equal(3, results.SelectMany(run => run).Count(result => result.Status == StatusName.Accepted));
        foreach (var other in others) other.Dispose();
    }

    [Fact]
    public async Task A_canary_that_had_fewer_messages_than_its_size_is_no_pass_for_a_run_that_has_more()
    {
        await Bench.AddAsync(_group, "succeed");
        Assert.Equal(1, Of(await Bench.ResendAsync(_group, Three), StatusName.Accepted));
        Assert.Equal(CanaryState.Passed, (await CanaryAsync())!.State);
        await Bench.AddAsync(_group, "fail", count: 12, returnAfter: 17_140);

        Assert.Equal(3, Of(await Bench.ResendAsync(_group, Three), StatusName.Accepted));

        Assert.Equal([ErrorId.CanaryFailed], Bench.Faults);
        Assert.Equal(4, await DeliveriesAsync());
    }

    /// <summary>The other process had nothing to send after all, and ends the canary that this one goes on with.</summary>
    [Fact]
    public async Task Where_another_process_ends_the_canary_before_it_had_a_message_this_run_begins_one_and_sends_no_more()
    {
        await Bench.AddAsync(_group, "fail", count: 12, returnAfter: 17_140);
        var ended = 0;
        _journal.Claiming = async claim =>
        {
            if (Interlocked.Exchange(ref ended, 1) == 1) return;
            await _journal.EndCanaryAsync(claim.Attempt.CanaryId!, CanaryState.Inconclusive, claim.Attempt.ClaimedAt, "no message was sent", Cancel);
        };

        var results = await Bench.ResendAsync(_group, Three);

        Assert.Equal((3, 9), (Of(results, StatusName.Accepted), results.Count(result => result.Reason == ReasonName.CanaryStopped)));
        Assert.Equal(3, await DeliveriesAsync());
    }

    private static int Of(IReadOnlyList<ResendResult> results, string status) => results.Count(result => result.Status == status);

    private async Task<int> DeliveriesAsync() => (await fixture.Sandbox.GetLedgerAsync(_group, Cancel)).TotalDeliveries;

    private async Task<Canary?> CanaryAsync()
    {
        await foreach (var recorded in _journal.QueryAsync(new() { GroupId = _group }, Cancel))
            return await _journal.FindCanaryAsync(QueueKey.Of(recorded.Key), Cancel);
        return null;
    }

    private async Task<int> ClaimsOfAsync(Canary canary) => await _journal.QueryAsync(new() { CanaryId = canary.CanaryId }, Cancel)
        .CountAsync(recorded => recorded.Attempt.Outcome?.Status != ResendStatus.Rejected, Cancel);

    private async Task SetConsumersAsync(string consumer) => await fixture.Sandbox.PostAsync(
        "consumers", new JsonObject { ["instanceId"] = EvidenceBench.Instance, ["groupId"] = _group, ["consumer"] = consumer }, Cancel);
}
