using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendEngineTests : ResendEngineTestBase
{
    [Fact]
    public async Task A_message_that_is_accepted_gives_a_whole_result()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        var call = await Client.NextAsync(Cancel);
        Time.Advance(TimeSpan.FromMilliseconds(250));
        call.Accept();

        var (result, cause) = await NextAsync(engine);

        Assert.Null(cause);
        Assert.Equal(StatusName.Accepted, result.Status);
        Assert.Equal(("A1", "GID_orders", "MQ_INST_1", "cn-hangzhou"), (result.MsgId, result.GroupId, result.InstanceId, result.RegionId));
        Assert.Equal(1_700_000_000_001, result.StoreTimestamp);
        Assert.Equal("request-A1", result.RequestId);
        Assert.Equal(Time.Start, result.StartTime);
        Assert.Equal(250, result.DurationMs);
        Assert.Equal(1, result.Tries);
        Assert.Null(result.Reason);
        Assert.Equal(1, result.Round);
        Assert.Equal((await Stage.AttemptAsync()).AttemptId, result.AttemptId);
        Assert.Equal(engine.RunId, result.RunId);
    }

    [Fact]
    public async Task As_many_messages_as_allowed_are_in_flight_and_never_more()
    {
        var engine = Start(throttleLimit: 3);
        await EnqueueAsync(engine, 1, 9);
        engine.Complete();

        var calls = new Queue<PendingResend>();
        for (var i = 0; i < 3; i++)
            calls.Enqueue(await Client.NextAsync(Cancel));
        for (var i = 3; i < 9; i++)
        {
            Assert.False(Client.HasArrival);
            Assert.Equal(3, Client.InFlight);
            calls.Dequeue().Accept();
            calls.Enqueue(await Client.NextAsync(Cancel));
        }

        foreach (var call in calls)
            call.Accept();
        Assert.Equal(9, (await AllAsync(engine)).Count);
        Assert.Equal(3, Client.MostInFlight);
        Assert.All(Client.Sent, sent => Assert.Equal(1, sent.Value));
    }

    [Fact]
    public async Task Outcomes_come_in_the_order_of_completion_while_input_goes_on()
    {
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 2);
        var calls = new[] { await Client.NextAsync(Cancel), await Client.NextAsync(Cancel) }.OrderBy(call => call.Message.MsgId).ToArray();

        calls[1].Accept();
        Assert.Equal("A2", (await NextAsync(engine)).Result.MsgId);
        calls[0].Accept();
        Assert.Equal("A1", (await NextAsync(engine)).Result.MsgId);

        await EnqueueAsync(engine, 3, 1);
        (await Client.NextAsync(Cancel)).Accept();
        Assert.Equal("A3", (await NextAsync(engine)).Result.MsgId);
        engine.Complete();
        Assert.Empty(await AllAsync(engine));
    }

    [Fact]
    public async Task A_full_queue_makes_the_producer_wait_until_a_message_is_done()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        var call = await Client.NextAsync(Cancel);
        var queued = 0;
        ValueTask waiting;
        while ((waiting = engine.EnqueueAsync(await GuardedAsync(2 + queued), Cancel)).IsCompleted)
        {
            await waiting;
            Assert.InRange(++queued, 0, 8);
        }

        call.Accept();

        await waiting.AsTask().WaitAsync(Guard, Cancel);
        for (var i = 0; i <= queued; i++)
            (await Client.NextAsync(Cancel)).Accept();
        engine.Complete();
        Assert.Equal(queued + 2, (await AllAsync(engine)).Count);
    }

    [Fact]
    public async Task Waiting_for_a_full_queue_ends_when_the_caller_gives_up()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await Client.NextAsync(Cancel);
        ValueTask waiting;
        var number = 1;
        while ((waiting = engine.EnqueueAsync(await GuardedAsync(++number), caller.Token)).IsCompleted)
            await waiting;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.AsTask().WaitAsync(Guard, Cancel));
    }

    [Fact]
    public async Task An_exception_for_one_message_does_not_end_the_run()
    {
        Client.Script = async (message, _, _) =>
        {
            return message.MsgId switch
            {
                "A1" => throw new InvalidOperationException("a defect"),
                "A2" => throw Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered, 403, "NoPermission"),
                "A3" => throw Failure.Of(ErrorId.GroupNotFound, RequestReach.Answered, 400, "BIZ_SUBSCRIPTION_NOT_FOUND"),
                "A4" => throw Failure.Of(ErrorId.ServiceUnreachable, RequestReach.NotWritten),
                _ => new ResendAnswer("R", null, null, [], 1),
            };
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 5);
        engine.Complete();

        var outcomes = await AllAsync(engine);

        Assert.Equal(
            [StatusName.Unknown, StatusName.Rejected, StatusName.Rejected, StatusName.Rejected, StatusName.Accepted],
            outcomes.Select(outcome => outcome.Result.Status));
        Assert.IsType<InvalidOperationException>(outcomes[0].Cause);
        Assert.Equal("BIZ_SUBSCRIPTION_NOT_FOUND", outcomes[2].Result.ErrorCode);
        Assert.Null(engine.Fault);
    }

    [Fact]
    public async Task A_run_without_input_ends_without_outcomes()
    {
        var engine = Start(throttleLimit: 4);

        engine.Complete();

        Assert.Empty(await AllAsync(engine));
        Assert.Empty(Client.Sent);
    }

    [Fact]
    public void A_run_that_may_send_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Start(0));

    [Fact]
    public async Task Many_messages_are_each_sent_once()
    {
        Client.Script = async (message, _, _) =>
        {
            await Task.Yield();
            return new("R-" + message.MsgId, null, null, [], 1);
        };
        var engine = Start(throttleLimit: 16);

        var reading = AllAsync(engine);
        await EnqueueAsync(engine, 1, 5_000);
        engine.Complete();

        Assert.Equal(5_000, (await reading).Select(outcome => outcome.Result.MsgId).Distinct().Count());
        Assert.Equal(5_000, Client.Sent.Count);
        Assert.All(Client.Sent, sent => Assert.Equal(1, sent.Value));
    }
}
