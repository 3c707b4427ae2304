using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Each of these cases would deliver a message twice under a simpler rule.</summary>
public sealed class TwiceTests : IAsyncDisposable
{
    private readonly ResendStage _stage = new ResendStage().KnowTime();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Of_two_who_both_decided_the_slow_one_does_not_send()
    {
        var slow = await _stage.DecideAsync(ResendStage.Message(), process: 1);
        await _stage.RunAsync(ResendStage.Message(), process: 2);

        var result = (await _stage.SendAsync(slow)).Result;

        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (result.Status, result.Reason));
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task While_another_sends_the_message_is_in_flight()
    {
        var slow = await _stage.DecideAsync(ResendStage.Message());
        ResendOutcome? second = null;
        _stage.Service.Signed = async _ =>
        {
            _stage.Service.Signed = null;
            second = await _stage.SendAsync(slow);
        };

        await _stage.RunAsync(ResendStage.Message(), process: 2);

        Assert.Equal((StatusName.Skipped, ReasonName.InFlight), (second!.Result.Status, second.Result.Reason));
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task An_override_that_both_gave_holds_for_one_of_them()
    {
        var options = new ResendOptions { Override = ResendStage.Lift(SkipReason.AlreadyResent) };
        await _stage.RunAsync(ResendStage.Message());
        var slow = await _stage.DecideAsync(ResendStage.Message(), options);
        Assert.Equal([SkipReason.AlreadyResent], slow.Decision.Lifted);
        await _stage.RunAsync(ResendStage.Message(), options, process: 2);

        var result = (await _stage.SendAsync(slow, options)).Result;

        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (result.Status, result.Reason));
        Assert.Equal(2, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task An_override_given_for_an_unknown_outcome_does_not_lift_what_is_known_since()
    {
        var options = new ResendOptions { Override = ResendStage.Lift(SkipReason.OutcomeUnknown, SkipReason.AlreadyResent) };
        _stage.Service.Answering = _ => new(null, null, null, [], 1);
        Assert.Equal(StatusName.Unknown, (await _stage.RunAsync(ResendStage.Message())).Result.Status);
        var slow = await _stage.DecideAsync(ResendStage.Message(), options);
        Assert.Equal([SkipReason.OutcomeUnknown], slow.Decision.Lifted);
        var settled = new AttemptOutcome { Status = ResendStatus.Accepted, Source = OutcomeSource.Person, At = _stage.Service.Now, By = "bob" };
        Assert.True(await _stage.Memory.SettleAsync(slow.LastAttempt!.AttemptId, settled, slow.History.Version, Cancel));

        var result = (await _stage.SendAsync(slow, options)).Result;

        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (result.Status, result.Reason));
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task A_block_set_at_the_prompt_counts()
    {
        var slow = await _stage.DecideAsync(ResendStage.Message());
        await _stage.Memory.BlockAsync(slow.Key, new("handled by hand", "bob", _stage.Service.Now, null), Cancel);

        Assert.Equal(ReasonName.Blocked, (await _stage.SendAsync(slow)).Result.Reason);
        Assert.Empty(_stage.Service.Deliveries);
    }

    [Fact]
    public async Task A_change_that_leaves_the_decision_as_it_was_does_not_keep_the_message()
    {
        var slow = await _stage.DecideAsync(ResendStage.Message());
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered, 403, "NoPermission"));
        Assert.Equal(StatusName.Rejected, (await _stage.RunAsync(ResendStage.Message(), process: 2)).Result.Status);

        Assert.Equal(StatusName.Accepted, (await _stage.SendAsync(slow)).Result.Status);
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task Two_old_entries_of_one_message_are_one_round()
    {
        var first = _stage.Service.Now.AddHours(-3).ToUnixTimeMilliseconds();
        var second = _stage.Service.Now.AddMinutes(-1).ToUnixTimeMilliseconds();
        await _stage.RunAsync(_stage.Listed(stored: first));

        var result = (await _stage.RunAsync(_stage.Listed(stored: second))).Result;

        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (result.Status, result.Reason));
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task A_listing_that_shows_the_old_entry_before_the_new_one_sends_the_message_once_more()
    {
        var old = _stage.Service.Now.AddHours(-3).ToUnixTimeMilliseconds();
        await _stage.RunAsync(_stage.Listed(stored: old));
        _stage.Time.Advance(TimeSpan.FromMinutes(5));
        var returned = _stage.Service.Now.AddMinutes(-1).ToUnixTimeMilliseconds();

        Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(_stage.Listed(stored: old))).Result.Reason);
        Assert.Equal((ResendStatus.Accepted, 2), await RoundAsync(returned));
        Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(_stage.Listed(stored: returned))).Result.Reason);

        async Task<(ResendStatus, int?)> RoundAsync(long stored)
        {
            var result = (await _stage.RunAsync(_stage.Listed(stored: stored))).Result;
            return (result.State, result.Round);
        }
    }

    [Fact]
    public async Task An_override_that_was_rejected_does_not_hide_what_was_accepted_before()
    {
        await _stage.RunAsync(ResendStage.Message());
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered, 403, "NoPermission"));
        var options = new ResendOptions { Override = ResendStage.Lift(SkipReason.AlreadyResent), Reason = "asked to" };
        Assert.Equal(StatusName.Rejected, (await _stage.RunAsync(ResendStage.Message(), options)).Result.Status);

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (result.Status, result.Reason));
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
        Assert.Equal([SkipReason.AlreadyResent], (await _stage.HistoryAsync()).Attempts[1].Lifted);
    }

    public static TheoryData<string> Steps => ["before the claim", "after the claim", "before the renewal", "after the renewal", "after the signature"];

    /// <summary>One process stops at a step for longer than any fence; another considers the message abandoned and sends it on purpose.</summary>
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_process_that_slept_past_the_fence_sends_nothing_when_it_wakes(string step)
    {
        var knowingly = new ResendOptions { Override = ResendStage.Lift(SkipReason.OutcomeUnknown) };
        var slept = false;
        async Task Sleep(string at)
        {
            if (slept || at != step) return;
            slept = true;
            var others = _stage.Service.Signed;
            _stage.Service.Signed = null;
            _stage.Time.Advance(ClaimRule.Fence + TimeSpan.FromMinutes(1));
            Assert.Equal(StatusName.Accepted, (await _stage.RunAsync(ResendStage.Message(), knowingly, process: 2)).Result.Status);
            _stage.Service.Signed = others;
        }

        if (step.Contains("renewal", StringComparison.Ordinal))
            _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User"));
        _stage.Journal.Claiming = _ => Sleep("before the claim");
        _stage.Journal.Claimed = _ => Sleep("after the claim");
        _stage.Journal.Renewing = () => Sleep("before the renewal");
        _stage.Journal.Renewed = () => Sleep("after the renewal");
        _stage.Service.Signed = _ => Sleep("after the signature");

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        Assert.True(slept);
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
        Assert.Equal(step == "before the claim" ? StatusName.Skipped : StatusName.Rejected, result.Status);
        var plain = await _stage.DecideAsync(ResendStage.Message());
        Assert.Equal(SkipReason.AlreadyResent, plain.Decision.Reason);
    }

    [Fact]
    public async Task A_request_that_left_the_process_late_carries_the_date_the_journal_knows()
    {
        Attempt? recorded = null;
        _stage.Service.Signed = async _ =>
        {
            recorded = await _stage.AttemptAsync();
            _stage.Time.Advance(TimeSpan.FromMinutes(20));
        };

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        Assert.Equal((StatusName.Rejected, "InvalidTimeStamp.Expired"), (result.Status, result.ErrorCode));
        Assert.Equal(recorded!.SignedAt, Assert.Single(_stage.Service.Dates));
        Assert.Empty(_stage.Service.Deliveries);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(6, 1)]
    public async Task A_claim_that_took_long_is_renewed_before_the_request_is_signed(int seconds, int renewals)
    {
        _stage.Journal.Claimed = _ =>
        {
            _stage.Time.Advance(TimeSpan.FromSeconds(seconds));
            return Task.CompletedTask;
        };
        var renewed = 0;
        _stage.Journal.Renewed = () => Task.FromResult(++renewed);

        Assert.Equal(StatusName.Accepted, (await _stage.RunAsync(ResendStage.Message())).Result.Status);

        Assert.Equal(renewals, renewed);
        Assert.Equal((await _stage.AttemptAsync()).SignedAt, Assert.Single(_stage.Service.Dates));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task A_local_clock_that_is_wrong_makes_no_old_entry_look_returned_and_no_returned_one_look_old(int minutes)
    {
        await using var stage = new ResendStage();
        stage.Service.Ahead = TimeSpan.FromMinutes(minutes);
        await stage.RunAsync(stage.Listed(stored: stage.Service.Now.AddHours(-1).ToUnixTimeMilliseconds()));

        var old = stage.Service.Now.AddMinutes(-2).ToUnixTimeMilliseconds();
        Assert.Equal(SkipReason.AlreadyResent, (await stage.DecideAsync(stage.Listed(stored: old))).Decision.Reason);

        stage.Time.Advance(TimeSpan.FromMinutes(2));
        var returned = stage.Service.Now.AddMinutes(-1).ToUnixTimeMilliseconds();
        Assert.Equal(2, (await stage.DecideAsync(stage.Listed(stored: returned))).Decision.Round);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task The_fence_holds_by_the_service_whatever_the_local_clock_says(int minutes)
    {
        await using var stage = new ResendStage();
        stage.Service.Ahead = TimeSpan.FromMinutes(minutes);
        stage.KnowTime();
        SkipReason? before = null, after = null;
        stage.Service.Signed = async _ =>
        {
            // The service accepts the request until 15 min after its date, by the service's own clock.
            var refusedFrom = stage.Time.GetUtcNow() + TimeSpan.FromMinutes(15) - stage.Service.Ahead;
            stage.Time.SetUtcNow(refusedFrom);
            before = (await stage.DecideAsync(ResendStage.Message(), process: 2)).Decision.Reason;
            stage.Time.Advance(TimeSpan.FromMinutes(1.1));
            after = (await stage.DecideAsync(ResendStage.Message(), process: 2)).Decision.Reason;
        };

        await stage.RunAsync(ResendStage.Message());

        Assert.Equal((SkipReason.InFlight, SkipReason.OutcomeUnknown), (before, after));
        Assert.Empty(stage.Service.Deliveries);
    }

    [Fact]
    public async Task An_entry_from_before_a_claim_is_not_taken_for_one_that_came_back_where_the_time_is_known_badly()
    {
        await using var stage = new ResendStage();

        // The one answer so far took a minute, so the service's clock may be 1 min ahead, or not at all.
        stage.Service.Ahead = TimeSpan.FromSeconds(55);
        stage.Clock.Note(stage.Time.GetUtcNow(), stage.Time.GetUtcNow() - ServiceClock.LongestCall, stage.Time.GetUtcNow());
        stage.Service.Signed = _ => throw Failure.Of(ErrorId.CallAborted, RequestReach.Written);
        stage.Journal.Settling = _ => throw new JournalException(ErrorId.JournalFull, "memory", "The disk is full.");
        await stage.RunAsync(stage.Listed(), process: 2);
        stage.Journal.Settling = null;
        stage.Service.Signed = null;
        stage.Dead.Add(ResendStage.Process(2));

        var stored = stage.Service.Now.AddSeconds(-1).ToUnixTimeMilliseconds();
        var outcome = await stage.RunAsync(stage.Listed(stored: stored));

        Assert.Equal(ReasonName.OutcomeUnknown, outcome.Result.Reason);
        Assert.Empty(stage.Service.Deliveries);
    }

    [Fact]
    public async Task A_message_that_is_blocked_between_two_tries_is_not_tried_again()
    {
        _stage.KnowTime().Service.Refusals.Enqueue(Failure.Of(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User"));
        var key = (await _stage.DecideAsync(ResendStage.Message())).Key;
        _stage.Service.Signed = number => number == 1
            ? _stage.Memory.BlockAsync(key, new("paid by hand", "bob@machine", _stage.Service.Now, null), Cancel)
            : Task.CompletedTask;

        var outcome = await _stage.RunAsync(ResendStage.Message());

        Assert.Equal((StatusName.Rejected, 1), (outcome.Result.Status, outcome.Result.Tries));
        Assert.Equal(ErrorId.ClaimLost, Assert.IsType<OnsDlqException>(outcome.Cause).Id);
        Assert.Empty(_stage.Service.Deliveries);
        Assert.Equal(ReasonName.Blocked, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
    }

    [Fact]
    public async Task One_message_named_with_and_without_its_instance_is_sent_once()
    {
        _stage.Service.Store("A1", _stage.Service.Now.AddHours(-1));
        await _stage.RunAsync(ResendStage.Message(instanceId: null));

        Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
        Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(ResendStage.Message(instanceId: null))).Result.Reason);
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task One_message_named_with_and_without_its_instance_is_sent_once_where_the_service_names_none()
    {
        _stage.KnowTime().Service.InstanceId = null;
        _stage.Service.Store("A1", _stage.Service.Now.AddHours(-1));
        await _stage.RunAsync(ResendStage.Message());

        await Assert.ThrowsAsync<ServiceException>(() => _stage.RunAsync(ResendStage.Message(instanceId: null)));

        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task A_message_that_comes_back_is_sent_once_a_round_and_held_at_the_limit()
    {
        for (var round = 1; round <= 3; round++)
        {
            var result = (await _stage.RunAsync(ResendStage.Message())).Result;
            Assert.Equal((StatusName.Accepted, round), (result.Status, result.Round));
            Assert.Equal(ReasonName.AlreadyResent, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
            _stage.Time.Advance(TimeSpan.FromMinutes(20));
            _stage.Service.Store("A1", _stage.Service.Now.AddMinutes(-1));
        }

        Assert.Equal(ReasonName.MaxRounds, (await _stage.RunAsync(ResendStage.Message())).Result.Reason);
        Assert.Equal(3, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task Many_runs_over_the_same_messages_at_once_send_each_once()
    {
        const int Runs = 12;
        const int Messages = 200;
        _stage.Service.Signed = async _ => await Task.Yield();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, Runs).Select(process => Task.Run(async () =>
        {
            var options = new ResendOptions { ThrottleLimit = 4 };
            var engine = _stage.Start(options, process);
            var reading = ResendStage.AllAsync(engine);
            for (var i = 0; i < Messages; i++)
            {
                var guarded = await _stage.DecideAsync(ResendStage.Message($"A{i}"), options, process);
                if (guarded.Decision.Send) await engine.EnqueueAsync(guarded, Cancel);
            }

            engine.Complete();
            return await reading;
        })));

        Assert.Equal(Messages, _stage.Service.Deliveries.Count);
        Assert.All(_stage.Service.Deliveries, delivery => Assert.Equal(1, delivery.Value));
        Assert.Equal(Messages, outcomes.SelectMany(each => each).Count(outcome => outcome.Result.Status == StatusName.Accepted));
        Assert.All(outcomes.SelectMany(each => each).Where(outcome => outcome.Result.Status != StatusName.Accepted), outcome =>
            Assert.True(outcome.Result.Reason is ReasonName.InFlight or ReasonName.AlreadyResent));
    }
}
