using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>References that were not listed in this session: IDs, rows of files, entries that were listed long ago.</summary>
public sealed class UnlistedTests : IAsyncDisposable
{
    private readonly ResendStage _stage = new ResendStage().KnowTime();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PlayedService Service => _stage.Service;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task It_is_looked_up_before_its_first_claim_and_what_is_seen_is_noted_with_it()
    {
        var stored = Service.Store("A1", Service.Now.AddHours(-1));

        Assert.Equal(StatusName.Accepted, (await _stage.RunAsync(ResendStage.Message())).Result.Status);

        var attempt = await _stage.AttemptAsync();
        Assert.Equal((stored, false), (attempt.NewestEntrySeen, attempt.IsListed));
        Assert.Equal(1, Service.LookUps);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_queue_does_not_hold_is_not_sent(bool knowsTime)
    {
        await using var stage = new ResendStage();
        if (knowsTime) stage.KnowTime();
        stage.Service.HasAll = false;

        var outcome = await stage.RunAsync(ResendStage.Message());

        Assert.Equal((StatusName.Rejected, 0), (outcome.Result.Status, outcome.Result.Tries));
        Assert.Equal(ErrorId.MessageNotFound, Assert.IsType<ServiceException>(outcome.Cause).Id);
        Assert.Equal(0, stage.Journal.Writes);
        Assert.Empty(stage.Service.Dates);
    }

    /// <summary>If a broker's clock is ahead of the gateway's, an entry stored before a resend seems to be stored after it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_entry_dated_after_the_resend_that_was_there_before_it_has_not_come_back(bool showsOldest)
    {
        Service.ShowsOldest = showsOldest;
        var stored = Service.Store("A1", Service.Now.AddSeconds(60));
        await _stage.RunAsync(ResendStage.Message());
        _stage.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
        var reason = (await _stage.RunAsync(_stage.Listed(stored: stored))).Result.Reason;

        Assert.Equal(showsOldest ? ReasonName.RoundUnclear : ReasonName.AlreadyResent, reason);
        Assert.Equal(1, Service.Deliveries["A1"]);
    }

    [Theory]
    [InlineData(-17 * 60, SkipReason.AlreadyResent)]
    [InlineData(-15 * 60, SkipReason.RoundUnclear)]
    [InlineData(0, SkipReason.RoundUnclear)]
    [InlineData(15 * 60, SkipReason.RoundUnclear)]
    [InlineData(17 * 60, null)]
    internal async Task An_entry_beside_the_one_that_was_looked_up_has_come_back_only_beyond_the_bound_of_all_clocks(int seconds, SkipReason? reason)
    {
        Service.ShowsOldest = true;
        await _stage.RunAsync(ResendStage.Message());
        var entry = Service.Now.AddSeconds(seconds).ToUnixTimeMilliseconds();
        _stage.Time.Advance(TimeSpan.FromMinutes(30));

        var decision = (await _stage.DecideAsync(_stage.Listed(stored: entry))).Decision;

        Assert.Equal(reason, decision.Reason);
        if (reason is null) Assert.Equal(2, decision.Round);
    }

    /// <summary>The outcome of the resend is unknown, so its end is known only by the client's own clock, which was set back.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_whose_clock_is_set_back_takes_no_old_entry_for_one_that_came_back(bool showsOldest)
    {
        Service.ShowsOldest = showsOldest;
        var stored = Service.Store("A1", Service.Now.AddMinutes(-1));
        Service.Answering = _ => throw Failure.Of(ErrorId.TimedOut, RequestReach.Written);
        Service.TellsTime = false;
        var message = await _stage.DecideAsync(ResendStage.Message());
        SetClock(TimeSpan.FromMinutes(-10));
        var lifted = new ResendOptions { Override = ResendStage.Lift(SkipReason.OutcomeUnknown) };

        Assert.Equal(StatusName.Unknown, (await _stage.SendAsync(message)).Result.Status);
        Service.TellsTime = true;
        Service.Answering = null;

        Assert.InRange((await _stage.AttemptAsync()).Outcome!.At, Service.Now, Service.Now.AddSeconds(2));
        Assert.Equal(ReasonName.OutcomeUnknown, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
        Assert.False((await _stage.DecideAsync(_stage.Listed(stored: stored))).Decision.Send);
        Assert.Equal(showsOldest ? SkipReason.RoundUnclear : null, (await _stage.DecideAsync(_stage.Listed(stored: stored), lifted)).Decision.Reason);
        Assert.Equal(1, Service.Deliveries["A1"]);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(11, 1)]
    public async Task An_entry_counts_as_listed_for_ten_minutes(int minutes, int lookUps)
    {
        var message = _stage.Listed(stored: Service.Now.AddHours(-1).ToUnixTimeMilliseconds());
        _stage.Time.Advance(TimeSpan.FromMinutes(minutes));

        await _stage.RunAsync(message);

        Assert.Equal(lookUps, Service.LookUps);
        Assert.Equal(lookUps == 0, (await _stage.AttemptAsync()).IsListed);
    }

    [Theory]
    [InlineData(-11)]
    [InlineData(11)]
    public async Task An_entry_does_not_count_as_listed_once_the_clock_was_set(int minutes)
    {
        var message = _stage.Listed(stored: Service.Now.AddHours(-1).ToUnixTimeMilliseconds());
        SetClock(TimeSpan.FromMinutes(minutes));

        await _stage.RunAsync(message);

        Assert.False((await _stage.AttemptAsync()).IsListed);
    }

    [Fact]
    public async Task An_entry_that_grew_old_at_the_prompt_is_looked_up_before_its_claim()
    {
        var guarded = await _stage.DecideAsync(_stage.Listed());
        _stage.Time.Advance(TimeSpan.FromHours(8));
        var stored = Service.Store("A1", Service.Now.AddMinutes(-1));

        Assert.Equal(StatusName.Accepted, (await _stage.SendAsync(guarded)).Result.Status);

        var attempt = await _stage.AttemptAsync();
        Assert.Equal((stored, false), (attempt.NewestEntrySeen, attempt.IsListed));
    }

    [Fact]
    public async Task An_entry_that_grew_old_in_the_queue_is_looked_up_before_its_claim()
    {
        var engine = _stage.Start();
        var second = await _stage.DecideAsync(_stage.Listed("A2"));
        Service.Signed = async _ =>
        {
            Service.Signed = null;
            await engine.EnqueueAsync(second, Cancel);
            engine.Complete();
            _stage.Time.Advance(TimeSpan.FromMinutes(11));
        };

        await engine.EnqueueAsync(await _stage.DecideAsync(_stage.Listed("A1")), Cancel);
        await ResendStage.AllAsync(engine);

        Assert.Equal((1, 1), (Service.LookUps, Service.Deliveries["A2"]));
        Assert.False((await _stage.AttemptAsync("A2")).IsListed);
    }

    [Fact]
    public async Task Listed_ones_do_not_wait_for_those_that_are_looked_up()
    {
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Service.LookingUp = _ => answer.Task;
        var engine = _stage.Start(new() { ThrottleLimit = 2 });
        for (var i = 0; i < 6; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        await engine.EnqueueAsync(await _stage.DecideAsync(_stage.Listed("B1")), Cancel);
        engine.Complete();

        Assert.Equal("B1", (await engine.Outcomes.ReadAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Result.MsgId);
        answer.SetResult();

        Assert.Equal(6, (await ResendStage.AllAsync(engine)).Count(outcome => outcome.Result.Status == StatusName.Accepted));
    }

    [Fact]
    public async Task A_stop_ends_look_ups_at_once_and_sends_none_of_them()
    {
        Service.LookingUp = _ => new TaskCompletionSource().Task;
        var engine = _stage.Start(new() { ThrottleLimit = 2 });
        for (var i = 0; i < 5; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);

        engine.Stop();

        var outcomes = await ResendStage.AllAsync(engine);
        Assert.Equal(5, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal(ReasonName.RunStopped, outcome.Result.Reason));
        Assert.Equal(0, _stage.Journal.Writes);
    }

    [Fact]
    public async Task A_service_that_answers_no_look_up_stops_the_run_after_a_few()
    {
        Service.LookingUp = _ => throw Failure.Of(ErrorId.TimedOut, RequestReach.Written, tries: 4);
        var engine = _stage.Start();
        for (var i = 0; i < 5; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();

        var results = (await ResendStage.AllAsync(engine)).ConvertAll(outcome => outcome.Result);

        Assert.Equal(ErrorId.BreakerTripped, Assert.IsType<OnsDlqException>(engine.Fault).Id);
        Assert.Equal(ResendBreaker.MostUnanswered, Service.LookUps);
        Assert.Equal(
            (3, 2), (results.Count(result => result.Status == StatusName.Rejected), results.Count(result => result.Reason == ReasonName.RunStopped)));
    }

    [Fact]
    public async Task Look_ups_that_fail_now_and_then_do_not_stop_it()
    {
        var number = 0;
        Service.LookingUp = _ => Interlocked.Increment(ref number) % 3 == 0 ? Task.CompletedTask : throw Failure.Of(ErrorId.TimedOut, RequestReach.Written);
        var engine = _stage.Start();
        var reading = ResendStage.AllAsync(engine);
        for (var i = 0; i < 12; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();

        Assert.Equal(4, (await reading).Count(outcome => outcome.Result.Status == StatusName.Accepted));
        Assert.Null(engine.Fault);
    }

    // The wall clock is set; the monotonic clock continues, and the service's clock is not affected.
    private void SetClock(TimeSpan by)
    {
        _stage.Time.SetClock(by);
        Service.Ahead -= by;
    }
}
