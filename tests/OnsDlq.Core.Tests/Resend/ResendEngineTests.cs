using Microsoft.Extensions.Time.Testing;
using OnsDlq.Credentials;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendEngineTests : IAsyncDisposable
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly GatedDeadLetterClient _client = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<ResendEngine> _engines = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines)
        {
            engine.Stop();
            _time.Advance(ResendEngine.SettleTime);
            await engine.DisposeAsync().AsTask().WaitAsync(Guard, CancellationToken.None);
        }
    }

    private ResendEngine Start(int throttleLimit = 1)
    {
        var engine = new ResendEngine(_client, new() { ThrottleLimit = throttleLimit }, _time);
        _engines.Add(engine);
        return engine;
    }

    private static MessageReference Message(int number) => new("cn-hangzhou", "MQ_INST_1", "GID_orders", $"A{number}", 1_700_000_000_000 + number);

    private static async Task EnqueueAsync(ResendEngine engine, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await engine.EnqueueAsync(Message(i), Cancel).AsTask().WaitAsync(Guard, Cancel);
    }

    private static async Task<ResendOutcome> NextAsync(ResendEngine engine) =>
        await engine.Outcomes.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel);

    private static async Task<List<ResendOutcome>> AllAsync(ResendEngine engine)
    {
        var outcomes = new List<ResendOutcome>();
        while (await engine.Outcomes.WaitToReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel))
        {
            while (engine.Outcomes.TryRead(out var outcome))
                outcomes.Add(outcome);
        }

        return outcomes;
    }

    [Fact]
    public async Task A_message_that_is_accepted_gives_a_whole_result()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        var call = await _client.NextAsync(Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        call.Accept();

        var (result, cause) = await NextAsync(engine);

        Assert.Null(cause);
        Assert.Equal(ResendStatus.Accepted, result.Status);
        Assert.Equal(("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou"), (result.MsgId, result.GroupId, result.InstanceId, result.RegionId));
        Assert.Equal(1_700_000_000_001, result.StoreTimestamp);
        Assert.Equal("request-A1", result.RequestId);
        Assert.Equal(_time.Start, result.StartTime);
        Assert.Equal(TimeSpan.FromMilliseconds(250), result.Duration);
        Assert.Equal(1, result.Tries);
        Assert.Null(result.Reason);
        Assert.Null(result.Round);
        Assert.Null(result.AttemptId);
        Assert.Null(result.RunId);
    }

    [Fact]
    public async Task As_many_messages_as_allowed_are_in_flight_and_never_more()
    {
        var engine = Start(throttleLimit: 3);
        await EnqueueAsync(engine, 1, 9);
        engine.Complete();

        var calls = new Queue<PendingResend>();
        for (var i = 0; i < 3; i++)
            calls.Enqueue(await _client.NextAsync(Cancel));
        for (var i = 3; i < 9; i++)
        {
            Assert.False(_client.HasArrival);
            Assert.Equal(3, _client.InFlight);
            calls.Dequeue().Accept();
            calls.Enqueue(await _client.NextAsync(Cancel));
        }

        foreach (var call in calls)
            call.Accept();
        Assert.Equal(9, (await AllAsync(engine)).Count);
        Assert.Equal(3, _client.MostInFlight);
        Assert.All(_client.Sent, sent => Assert.Equal(1, sent.Value));
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_completion_while_input_goes_on()
    {
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 2);
        var calls = new[] { await _client.NextAsync(Cancel), await _client.NextAsync(Cancel) }.OrderBy(call => call.Message.MsgId).ToArray();

        calls[1].Accept();
        Assert.Equal("A2", (await NextAsync(engine)).Result.MsgId);
        calls[0].Accept();
        Assert.Equal("A1", (await NextAsync(engine)).Result.MsgId);

        await EnqueueAsync(engine, 3, 1);
        (await _client.NextAsync(Cancel)).Accept();
        Assert.Equal("A3", (await NextAsync(engine)).Result.MsgId);
        engine.Complete();
        Assert.Empty(await AllAsync(engine));
    }

    [Fact]
    public async Task A_full_queue_makes_the_producer_wait_until_a_message_is_done()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        var call = await _client.NextAsync(Cancel);
        var queued = 0;
        ValueTask waiting;
        while ((waiting = engine.EnqueueAsync(Message(2 + queued), Cancel)).IsCompleted)
        {
            await waiting;
            Assert.InRange(++queued, 0, 8);
        }

        call.Accept();

        await waiting.AsTask().WaitAsync(Guard, Cancel);
        for (var i = 0; i <= queued; i++)
            (await _client.NextAsync(Cancel)).Accept();
        engine.Complete();
        Assert.Equal(queued + 2, (await AllAsync(engine)).Count);
    }

    [Fact]
    public async Task Waiting_for_a_full_queue_ends_when_the_caller_gives_up()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var engine = Start();
        ValueTask waiting;
        var number = 0;
        while ((waiting = engine.EnqueueAsync(Message(++number), caller.Token)).IsCompleted)
            await waiting;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Guard, Cancel));
    }

    [Fact]
    public async Task An_exception_for_one_message_does_not_end_the_run()
    {
        _client.Script = (message, _, _) => message.MsgId switch
        {
            "A1" => throw new InvalidOperationException("a defect"),
            "A2" => Task.FromException<ResendAnswer>(Failure.Of(ServiceFault.PermissionDenied, RequestReach.Answered, 403, "NoPermission")),
            "A3" => Task.FromException<ResendAnswer>(Failure.Of(ServiceFault.GroupNotFound, RequestReach.Answered, 400, "BIZ_SUBSCRIPTION_NOT_FOUND")),
            "A4" => Task.FromException<ResendAnswer>(Failure.Of(ServiceFault.Unreachable, RequestReach.NotWritten)),
            _ => Task.FromResult(new ResendAnswer("R", null, null, [], 1)),
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 5);
        engine.Complete();

        var outcomes = await AllAsync(engine);

        Assert.Equal(
            [ResendStatus.Unknown, ResendStatus.Rejected, ResendStatus.Rejected, ResendStatus.Rejected, ResendStatus.Accepted],
            outcomes.Select(outcome => outcome.Result.Status));
        Assert.IsType<InvalidOperationException>(outcomes[0].Cause);
        Assert.Equal("BIZ_SUBSCRIPTION_NOT_FOUND", outcomes[2].Result.ErrorCode);
        Assert.Null(engine.Fault);
        Assert.False(engine.IsStopped);
    }

    public static TheoryData<string> RunFaults =>
    [
        nameof(ServiceFault.AccessKeyNotFound), nameof(ServiceFault.AccessKeyInactive), nameof(ServiceFault.SignatureRejected),
        nameof(ServiceFault.TokenRejected), nameof(ServiceFault.ClockSkew), nameof(ServiceFault.RegionNotFound), nameof(CredentialsException),
    ];

    [Theory]
    [MemberData(nameof(RunFaults))]
    public async Task Trouble_that_every_message_would_meet_stops_the_run_and_skips_the_rest(string fault)
    {
        Exception error = fault == nameof(CredentialsException)
            ? new CredentialsException(CredentialsFault.NotFound, "none")
            : Failure.Of(Enum.Parse<ServiceFault>(fault), RequestReach.Answered, 400, "SignatureDoesNotMatch");
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 5);
        var failing = await _client.NextAsync(Cancel);
        var settling = await _client.NextAsync(Cancel);

        failing.Throw(error);
        var first = await NextAsync(engine);
        var skipped = new[] { await NextAsync(engine), await NextAsync(engine), await NextAsync(engine) };
        await EnqueueAsync(engine, 6, 1);
        skipped = [.. skipped, await NextAsync(engine)];
        settling.Accept();
        engine.Complete();
        var last = Assert.Single(await AllAsync(engine));

        Assert.Equal((ResendStatus.Rejected, failing.Message.MsgId), (first.Result.Status, first.Result.MsgId));
        Assert.Same(error, first.Cause);
        Assert.All(skipped, skip =>
        {
            Assert.Equal((ResendStatus.Skipped, SkipReason.RunStopped), (skip.Result.Status, skip.Result.Reason));
            Assert.Equal(error.Message, skip.Result.ErrorMessage);
            Assert.Equal(0, skip.Result.Tries);
            Assert.Null(skip.Result.StartTime);
        });
        Assert.Equal((ResendStatus.Accepted, settling.Message.MsgId), (last.Result.Status, last.Result.MsgId));
        Assert.Same(error, engine.Fault);
        Assert.Equal(2, _client.Sent.Count);
        Assert.False(settling.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stop_sends_nothing_more_and_lets_calls_in_flight_settle()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 3);
        var call = await _client.NextAsync(Cancel);

        engine.Stop();
        engine.Stop();
        _time.Advance(ResendEngine.SettleTime - TimeSpan.FromMilliseconds(1));
        Assert.False(call.CancellationToken.IsCancellationRequested);
        call.Accept();

        var outcomes = await AllAsync(engine);
        Assert.Equal(
            [("A1", ResendStatus.Accepted), ("A2", ResendStatus.Skipped), ("A3", ResendStatus.Skipped)],
            outcomes.Select(outcome => (outcome.Result.MsgId, outcome.Result.Status)));
        Assert.Equal(["A1"], _client.Sent.Keys);
        Assert.True(engine.IsStopped);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.EnqueueAsync(Message(4), Cancel).AsTask());
    }

    [Fact]
    public async Task A_call_that_does_not_settle_is_aborted_after_ten_seconds_and_unknown()
    {
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 2);
        await _client.NextAsync(Cancel);
        await _client.NextAsync(Cancel);
        engine.Stop();
        Assert.False(engine.Outcomes.TryRead(out _));

        _time.Advance(TimeSpan.FromSeconds(10));

        var outcomes = await AllAsync(engine);
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal(ResendStatus.Unknown, outcome.Result.Status));
    }

    [Fact]
    public async Task An_aborted_call_of_which_nothing_was_written_is_rejected()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Script = async (_, beforeTry, cancellationToken) =>
        {
            await beforeTry(1, cancellationToken);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw Failure.Of(ServiceFault.TimedOut, RequestReach.NotWritten);
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await begun.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        _time.Advance(ResendEngine.SettleTime);

        Assert.Equal(ResendStatus.Rejected, Assert.Single(await AllAsync(engine)).Result.Status);
    }

    [Fact]
    public async Task A_stop_before_the_first_try_is_signed_skips_the_message()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Script = async (_, beforeTry, cancellationToken) =>
        {
            arrived.SetResult();
            await proceed.Task;
            await beforeTry(1, cancellationToken);
            throw new InvalidOperationException("a try was made after the stop");
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await arrived.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        proceed.SetResult();

        var result = Assert.Single(await AllAsync(engine)).Result;
        Assert.Equal((ResendStatus.Skipped, SkipReason.RunStopped), (result.Status, result.Reason));
    }

    [Fact]
    public async Task A_stop_before_a_refused_try_is_repeated_leaves_the_message_rejected()
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _client.Script = async (_, beforeTry, cancellationToken) =>
        {
            await beforeTry(1, cancellationToken);
            refused.SetResult();
            await proceed.Task;
            await beforeTry(2, cancellationToken);
            throw new InvalidOperationException("a try was made after the stop");
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await refused.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        proceed.SetResult();

        var result = Assert.Single(await AllAsync(engine)).Result;
        Assert.Equal((ResendStatus.Rejected, 1), (result.Status, result.Tries));
        Assert.NotNull(result.StartTime);
    }

    [Fact]
    public async Task Disposal_stops_and_waits_for_calls_in_flight()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 2);
        var call = await _client.NextAsync(Cancel);

        var disposal = engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        call.Accept();
        await disposal.WaitAsync(Guard, Cancel);
        await engine.DisposeAsync().AsTask().WaitAsync(Guard, Cancel);

        Assert.Equal([ResendStatus.Accepted, ResendStatus.Skipped], (await AllAsync(engine)).Select(outcome => outcome.Result.Status));
        Assert.Equal(0, _client.InFlight);
    }

    [Fact]
    public async Task A_run_without_input_ends_without_outcomes()
    {
        var engine = Start(throttleLimit: 4);

        engine.Complete();

        Assert.Empty(await AllAsync(engine));
        Assert.Empty(_client.Sent);
    }

    [Fact]
    public void A_run_that_may_send_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResendEngine(_client, new() { ThrottleLimit = 0 }, _time));

    [Fact]
    public async Task Many_messages_are_each_sent_once()
    {
        _client.Script = async (message, beforeTry, cancellationToken) =>
        {
            await beforeTry(1, cancellationToken);
            await Task.Yield();
            return new("R-" + message.MsgId, null, null, [], 1);
        };
        var engine = Start(throttleLimit: 16);

        var reading = AllAsync(engine);
        await EnqueueAsync(engine, 1, 20_000);
        engine.Complete();

        Assert.Equal(20_000, (await reading).Select(outcome => outcome.Result.MsgId).Distinct().Count());
        Assert.Equal(20_000, _client.Sent.Count);
        Assert.All(_client.Sent, sent => Assert.Equal(1, sent.Value));
    }
}
