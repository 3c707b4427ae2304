using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>One message through claim, signature, call and settlement.</summary>
public sealed class MessageSendTests : IAsyncDisposable
{
    private static readonly JournalException Broken = new(ErrorId.JournalFull, "memory", "The disk is full.");

    private readonly ResendStage _stage = new ResendStage().KnowTime();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_message_is_claimed_with_all_that_others_need_to_know_before_it_leaves()
    {
        Attempt? seen = null;
        DateTimeOffset now = default;
        _stage.Service.Signed = async _ => (seen, now) = (await _stage.AttemptAsync(), _stage.Clock.Latest);
        _stage.Time.Advance(TimeSpan.FromMilliseconds(1_700));
        var stored = _stage.Service.Now.AddHours(-2).ToUnixTimeMilliseconds();
        var options = new ResendOptions { Calls = new() { TryTimeout = TimeSpan.FromSeconds(40) }, Reason = "consumer mended" };

        var result = (await _stage.RunAsync(_stage.Listed(stored: stored), options)).Result;

        Assert.NotNull(seen);
        Assert.Null(seen.Outcome);
        Assert.Equal((result.AttemptId, result.RunId, 1), (seen.AttemptId, seen.RunId, seen.Round));
        Assert.Equal(ResendStage.Process(), seen.Holder);
        Assert.Equal(now + TimeSpan.FromSeconds(40) + MessageSend.LeaseMargin, seen.LeaseUntil);
        Assert.Equal(Assert.Single(_stage.Service.Dates), seen.SignedAt);
        Assert.Equal(0, seen.SignedAt.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal((stored, true), (seen.NewestEntrySeen, seen.IsListed));
        Assert.Equal("consumer mended", seen.Reason);
        Assert.Equal(1, _stage.Service.Deliveries["A1"]);
    }

    [Fact]
    public async Task Entries_that_were_seen_are_noted_with_the_claim()
    {
        Claim? made = null;
        _stage.Journal.Claimed = claim => Task.FromResult(made = claim);
        var stored = _stage.Service.Now.AddHours(-2).ToUnixTimeMilliseconds();

        await _stage.RunAsync(_stage.Listed(stored: stored));

        Assert.Equal([stored], made!.EntriesSeen);
    }

    [Fact]
    public async Task A_message_costs_one_claim_and_one_settlement_and_a_run_one_row()
    {
        var engine = _stage.Start();
        for (var i = 0; i < 10; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();
        await ResendStage.AllAsync(engine);

        Assert.Equal(21, _stage.Journal.Writes);
    }

    [Fact]
    public async Task A_message_too_late_for_its_slot_goes_on_with_its_claim_while_that_is_fresh()
    {
        var late = new Queue<TimeSpan>([TimeSpan.FromSeconds(1), MessageSend.Freshness + TimeSpan.FromSeconds(1)]);
        _stage.Service.Late = _ =>
        {
            if (!late.TryDequeue(out var wait)) return Task.FromResult(false);
            _stage.Time.Advance(wait);
            return Task.FromResult(true);
        };

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        Assert.Equal((StatusName.Accepted, 1), (result.Status, result.Tries));

        // The run, the claim, one renewal after seven seconds, and the settlement.
        Assert.Equal(4, _stage.Journal.Writes);
        Assert.Equal((await _stage.AttemptAsync()).SignedAt, Assert.Single(_stage.Service.Dates));
    }

    [Fact]
    public async Task A_message_too_late_for_its_slot_is_not_sent_once_the_run_has_stopped()
    {
        var engine = _stage.Start();
        _stage.Service.Late = _ =>
        {
            engine.Stop();
            return Task.FromResult(true);
        };

        await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message()), Cancel);
        var result = Assert.Single(await ResendStage.AllAsync(engine)).Result;

        Assert.Equal((StatusName.Rejected, 0), (result.Status, result.Tries));
        Assert.Empty(_stage.Service.Deliveries);
        Assert.Equal(ResendStatus.Rejected, (await _stage.AttemptAsync()).Outcome?.Status);
    }

    [Fact]
    public async Task A_run_that_sends_nothing_writes_nothing()
    {
        var engine = _stage.Start();
        await engine.DisposeAsync();

        Assert.Equal(0, _stage.Journal.Writes);
    }

    public static TheoryData<string, int?, string?, string> Proofs => new()
    {
        { nameof(RequestReach.NotWritten), null, null, StatusName.Rejected },
        { nameof(RequestReach.Written), null, null, StatusName.Unknown },
        { nameof(RequestReach.Written), 502, null, StatusName.Unknown },
        { nameof(RequestReach.Answered), 400, "ONS_SYSTEM_ERROR", StatusName.Unknown },
        { nameof(RequestReach.Answered), 500, "Forbidden.RAM", StatusName.Unknown },
        { nameof(RequestReach.Answered), 403, "Forbidden.RAM", StatusName.Rejected },
        { nameof(RequestReach.Answered), 400, "SignatureNonceUsed", StatusName.Unknown },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public async Task What_is_proven_of_a_call_is_what_the_journal_keeps(string reach, int? status, string? code, string expected)
    {
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.ServiceError, Enum.Parse<RequestReach>(reach), status, code, requestId: "R-9"));

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        var outcome = (await _stage.AttemptAsync()).Outcome!;
        Assert.Equal((expected, expected), (result.Status, outcome.Status.ToString()));
        Assert.Equal((code, "R-9", OutcomeSource.Holder, 1), (outcome.ErrorCode, outcome.RequestId, outcome.Source, outcome.Tries));
    }

    public static TheoryData<string?, string, string> Answers => new()
    {
        { null, "", StatusName.Accepted },
        { null, "A1", StatusName.Failed },
        { null, "B7", StatusName.Unknown },
        { "ONS_SYSTEM_ERROR", "", StatusName.Unknown },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task What_a_200_answer_says_is_what_the_journal_keeps(string? code, string listed, string expected)
    {
        _stage.Service.Answering = _ => new("R-9", code, null, listed.Length == 0 ? [] : [listed], 1);

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        var outcome = (await _stage.AttemptAsync()).Outcome!;
        Assert.Equal((expected, expected), (result.Status, outcome.Status.ToString()));
        Assert.Equal(listed.Length == 0 ? [] : [listed], outcome.FailedMsgId);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task An_attempt_ends_when_the_service_says_whatever_the_local_clock_says(int minutes)
    {
        await using var stage = new ResendStage();
        stage.Service.Ahead = TimeSpan.FromMinutes(minutes);
        stage.KnowTime();
        stage.Service.Refusals.Enqueue(null);
        stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.TimedOut, RequestReach.Written));

        await stage.RunAsync(ResendStage.Message("A1"));
        await stage.RunAsync(ResendStage.Message("A2"));

        Assert.Equal(stage.Service.Now, (await stage.AttemptAsync("A1")).EndedAt);
        Assert.InRange((await stage.AttemptAsync("A2")).EndedAt!.Value, stage.Service.Now, stage.Service.Now.AddSeconds(1));
    }

    [Fact]
    public async Task Each_further_try_renews_the_lease_and_is_signed_anew()
    {
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User"));
        _stage.Service.Signed = _ =>
        {
            _stage.Time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };

        var result = (await _stage.RunAsync(ResendStage.Message())).Result;

        Assert.Equal((StatusName.Accepted, 2), (result.Status, result.Tries));
        Assert.Equal(2, _stage.Service.Dates.Distinct().Count());
        Assert.Equal(_stage.Service.Dates.Last(), (await _stage.AttemptAsync()).SignedAt);
        Assert.Equal(4, _stage.Journal.Writes);
    }

    [Fact]
    public async Task A_further_try_is_not_made_once_the_claim_is_lost()
    {
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User"));
        _stage.Journal.Renewing = () => AbandonAsync();

        var outcome = await _stage.RunAsync(ResendStage.Message());

        Assert.Equal((StatusName.Rejected, 1), (outcome.Result.Status, outcome.Result.Tries));
        Assert.Equal(ErrorId.ClaimLost, Assert.IsType<OnsDlqException>(outcome.Cause).Id);
        Assert.Empty(_stage.Service.Deliveries);
        var attempt = await _stage.AttemptAsync();
        Assert.Equal([ResendStatus.Unknown, ResendStatus.Rejected], attempt.Outcomes.Select(each => each.Status));
        Assert.Equal(ResendStatus.Rejected, attempt.Outcome!.Status);
    }

    [Fact]
    public async Task A_journal_that_fails_at_the_run_or_the_claim_stops_the_run_and_nothing_is_sent()
    {
        foreach (var atRun in new[] { true, false })
        {
            await using var stage = new ResendStage().KnowTime();
            if (atRun) stage.Journal.Beginning = () => throw Broken;
            else stage.Journal.Claiming = _ => throw Broken;
            var engine = stage.Start();
            for (var i = 0; i < 3; i++) await engine.EnqueueAsync(await stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
            engine.Complete();

            var outcomes = await ResendStage.AllAsync(engine);

            Assert.Equal(3, outcomes.Count);
            Assert.All(outcomes, each => Assert.Equal(
                (StatusName.Skipped, ReasonName.RunStopped, Broken.Message), (each.Result.Status, each.Result.Reason, each.Result.ErrorMessage)));
            Assert.Same(Broken, engine.Fault);
            Assert.Empty(stage.Service.Deliveries);
            Assert.Equal(1, stage.Service.TurnsGivenBack);
        }
    }

    [Fact]
    public async Task A_journal_that_fails_at_a_renewal_leaves_the_message_rejected_and_stops_the_run()
    {
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User"));
        _stage.Journal.Renewing = () => throw Broken;
        var engine = _stage.Start();
        for (var i = 0; i < 2; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();

        var outcomes = await ResendStage.AllAsync(engine);

        Assert.Equal([StatusName.Rejected, StatusName.Skipped], outcomes.Select(outcome => outcome.Result.Status));
        Assert.Same(Broken, engine.Fault);
        Assert.Equal(ResendStatus.Rejected, (await _stage.AttemptAsync("A0")).Outcome!.Status);
        Assert.Empty(_stage.Service.Deliveries);
    }

    [Fact]
    public async Task A_journal_that_fails_at_the_settlement_stops_the_run_and_the_result_is_told_all_the_same()
    {
        _stage.Journal.Settling = _ => throw Broken;
        var engine = _stage.Start();
        for (var i = 0; i < 2; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();

        var outcomes = await ResendStage.AllAsync(engine);

        Assert.Equal([StatusName.Accepted, StatusName.Skipped], outcomes.Select(outcome => outcome.Result.Status));
        Assert.Same(Broken, engine.Fault);
        Assert.Null((await _stage.AttemptAsync("A0")).Outcome);
    }

    [Fact]
    public async Task Trouble_with_the_journal_that_shows_once_a_try_is_out_proves_nothing()
    {
        var client = new GatedDeadLetterClient
        {
            Script = (_, _, _) => throw Broken,
        };
        var engine = _stage.Start(client: client);
        await engine.EnqueueAsync(await _stage.DecideAsync(_stage.Listed()), Cancel);
        engine.Complete();

        Assert.Equal(StatusName.Unknown, Assert.Single(await ResendStage.AllAsync(engine)).Result.Status);
        Assert.Equal(ResendStatus.Unknown, (await _stage.AttemptAsync()).Outcome!.Status);
    }

    [Fact]
    public async Task Missing_keys_claim_nothing()
    {
        var client = new GatedDeadLetterClient
        {
            TakingTurn = _ => throw new CredentialsException(ErrorId.NoCredentials, "none"),
        };
        var engine = _stage.Start(client: client);
        await engine.EnqueueAsync(await _stage.DecideAsync(_stage.Listed()), Cancel);
        engine.Complete();

        var outcome = Assert.Single(await ResendStage.AllAsync(engine));

        Assert.Equal((StatusName.Rejected, 0), (outcome.Result.Status, outcome.Result.Tries));
        Assert.Null(outcome.Result.AttemptId);
        Assert.IsType<CredentialsException>(engine.Fault);
        Assert.Equal(0, _stage.Journal.Writes);
    }

    [Fact]
    public async Task A_stop_during_the_claim_sends_nothing_and_settles_it_as_rejected()
    {
        var engine = _stage.Start();
        _stage.Journal.Claimed = _ =>
        {
            engine.Stop();
            return Task.CompletedTask;
        };
        await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message()), Cancel);

        var outcome = Assert.Single(await ResendStage.AllAsync(engine));

        Assert.Equal((StatusName.Rejected, 0), (outcome.Result.Status, outcome.Result.Tries));
        Assert.Equal(ResendStatus.Rejected, (await _stage.AttemptAsync()).Outcome!.Status);
        Assert.Empty(_stage.Service.Dates);
    }

    [Theory]
    [InlineData(false, ResendStatus.Rejected)]
    [InlineData(true, ResendStatus.Unknown)]
    internal async Task A_call_aborted_after_the_time_to_settle_is_settled_by_how_far_it_got(bool written, ResendStatus expected)
    {
        var sending = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new GatedDeadLetterClient
        {
            Script = async (_, _, abort) =>
            {
                sending.SetResult();
                await Task.Delay(Timeout.Infinite, abort).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw Failure.Of(ErrorId.CallAborted, written ? RequestReach.Written : RequestReach.NotWritten);
            },
        };
        var engine = _stage.Start(client: client);
        await engine.EnqueueAsync(await _stage.DecideAsync(_stage.Listed()), Cancel);
        await sending.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        engine.Stop();
        _stage.Time.Advance(ResendEngine.SettleTime);

        Assert.Equal(expected, Assert.Single(await ResendStage.AllAsync(engine)).Result.State);
        Assert.Equal(expected, (await _stage.AttemptAsync()).Outcome!.Status);
    }

    [Fact]
    public async Task Too_many_unknown_outcomes_in_a_row_stop_the_run()
    {
        for (var i = 0; i < 9; i++) _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.ConnectionLost, RequestReach.Written));
        var engine = _stage.Start(new() { ThrottleLimit = 3 });
        for (var i = 0; i < 12; i++) await engine.EnqueueAsync(await _stage.DecideAsync(ResendStage.Message($"A{i}")), Cancel);
        engine.Complete();

        var outcomes = await ResendStage.AllAsync(engine);

        Assert.Equal(ErrorId.BreakerTripped, Assert.IsType<OnsDlqException>(engine.Fault).Id);
        Assert.Equal(12, outcomes.Count);
        Assert.InRange(outcomes.Count(outcome => outcome.Result.Status == StatusName.Unknown), 5, 7);
        Assert.All(outcomes.Where(outcome => outcome.Result.Status != StatusName.Unknown), outcome =>
            Assert.True(outcome.Result.Reason == ReasonName.RunStopped || outcome.Cause is RunStoppedException)); // claimed as the breaker opened
        Assert.Empty(_stage.Service.Deliveries);
    }

    private async Task AbandonAsync()
    {
        var history = await _stage.HistoryAsync();
        Assert.True(await _stage.Memory.SettleAsync(
            history.Attempts[^1].AttemptId,
            new() { Status = ResendStatus.Unknown, Source = OutcomeSource.Abandoned, At = _stage.Service.Now },
            history.Version,
            Cancel));
    }
}
