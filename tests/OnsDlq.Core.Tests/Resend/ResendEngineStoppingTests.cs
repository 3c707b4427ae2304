using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

public sealed class ResendEngineStoppingTests : ResendEngineTestBase
{
    public static TheoryData<string> RunFaults =>
    [
        nameof(ErrorId.AccessKeyNotFound), nameof(ErrorId.AccessKeyInactive), nameof(ErrorId.SignatureRejected),
        nameof(ErrorId.TokenRejected), nameof(ErrorId.ClockSkew), nameof(ErrorId.RegionNotFound), nameof(CredentialsException),
    ];

    [Theory]
    [MemberData(nameof(RunFaults))]
    public async Task Trouble_that_every_message_would_meet_stops_the_run_and_skips_the_rest(string trouble)
    {
        Exception error = trouble == nameof(CredentialsException)
            ? new CredentialsException(ErrorId.NoCredentials, "none")
            : Failure.Of(Enum.Parse<ErrorId>(trouble), RequestReach.Answered, 400, "SignatureDoesNotMatch");
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 5);
        var failing = await Client.NextAsync(Cancel);
        var settling = await Client.NextAsync(Cancel);

        failing.Throw(error);
        var first = await NextAsync(engine);
        var skipped = new[] { await NextAsync(engine), await NextAsync(engine), await NextAsync(engine) };
        await EnqueueAsync(engine, 6, 1);
        skipped = [.. skipped, await NextAsync(engine)];
        settling.Accept();
        engine.Complete();
        var last = Assert.Single(await AllAsync(engine));

        Assert.Equal((StatusName.Rejected, failing.Message.MsgId), (first.Result.Status, first.Result.MsgId));
        Assert.Same(error, first.Cause);
        Assert.All(skipped, skip =>
        {
            Assert.Equal((StatusName.Skipped, ReasonName.RunStopped), (skip.Result.Status, skip.Result.Reason));
            Assert.Equal(error.Message, skip.Result.ErrorMessage);
            Assert.Equal(0, skip.Result.Tries);
            Assert.Null(skip.Result.StartTime);
        });
        Assert.Equal((StatusName.Accepted, settling.Message.MsgId), (last.Result.Status, last.Result.MsgId));
        Assert.Same(error, engine.Fault);
        Assert.Equal(2, Client.Sent.Count);
        Assert.False(settling.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_run_that_has_stopped_does_not_even_ask_for_keys()
    {
        var asked = new List<string>();
        Client.TakingTurn = message =>
        {
            asked.Add(message.MsgId);
            throw new CredentialsException(ErrorId.CredentialSourceFailed, "no keys");
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 3);
        engine.Complete();

        var outcomes = await AllAsync(engine);

        Assert.Equal([StatusName.Rejected, StatusName.Skipped, StatusName.Skipped], outcomes.Select(outcome => outcome.Result.Status));
        Assert.Equal(["A1"], asked);
        Assert.Empty(Client.Sent);
    }

    [Fact]
    public async Task A_stop_sends_nothing_more_and_lets_calls_in_flight_settle()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 3);
        var call = await Client.NextAsync(Cancel);

        engine.Stop();
        engine.Stop();
        Time.Advance(ResendEngine.SettleTime - TimeSpan.FromMilliseconds(1));
        Assert.False(call.CancellationToken.IsCancellationRequested);
        call.Accept();

        var outcomes = await AllAsync(engine);
        Assert.Equal(
            [("A1", StatusName.Accepted), ("A2", StatusName.Skipped), ("A3", StatusName.Skipped)],
            outcomes.Select(outcome => (outcome.Result.MsgId, outcome.Result.Status)));
        Assert.Equal(["A1"], Client.Sent.Keys);
        var late = await GuardedAsync(4);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.EnqueueAsync(late, Cancel).AsTask());
    }

    [Fact]
    public async Task A_stop_leaves_a_journal_that_is_away_less_time_than_calls_in_flight_have_and_the_end_of_a_run_leaves_it_all()
    {
        var told = new List<TimeSpan>();
        Stage.Journal.Shortening = told.Add;
        var ended = Start();
        ended.Complete();
        await AllAsync(ended);
        await ended.DisposeAsync();
        Assert.Empty(told);

        var engine = Start();
        engine.Stop();

        Assert.InRange(Assert.Single(told), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_call_that_does_not_settle_is_aborted_after_ten_seconds_and_unknown()
    {
        var engine = Start(throttleLimit: 2);
        await EnqueueAsync(engine, 1, 2);
        await Client.NextAsync(Cancel);
        await Client.NextAsync(Cancel);
        engine.Stop();
        Assert.False(engine.Outcomes.TryRead(out _));

        Time.Advance(TimeSpan.FromSeconds(10));

        var outcomes = await AllAsync(engine);
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal(StatusName.Unknown, outcome.Result.Status));
    }

    [Fact]
    public async Task An_aborted_call_of_which_nothing_was_written_is_rejected()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.Script = async (_, _, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw Failure.Of(ErrorId.TimedOut, RequestReach.NotWritten);
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await begun.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        Time.Advance(ResendEngine.SettleTime);

        Assert.Equal(StatusName.Rejected, Assert.Single(await AllAsync(engine)).Result.Status);
    }

    [Fact]
    public async Task A_stop_before_the_first_try_is_signed_skips_the_message()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.TakingTurn = async _ =>
        {
            arrived.SetResult();
            await proceed.Task;
        };
        Client.Script = (_, _, _) => throw new InvalidOperationException("a try was made after the stop");
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await arrived.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        proceed.SetResult();

        var result = Assert.Single(await AllAsync(engine)).Result;
        Assert.Equal((StatusName.Skipped, ReasonName.RunStopped), (result.Status, result.Reason));
    }

    [Fact]
    public async Task A_stop_before_a_refused_try_is_repeated_leaves_the_message_rejected()
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var proceed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Client.Script = async (_, number, _) =>
        {
            if (number > 1) throw new InvalidOperationException("a try was made after the stop");
            refused.SetResult();
            await proceed.Task;
            return null;
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        await refused.Task.WaitAsync(Guard, Cancel);

        engine.Stop();
        proceed.SetResult();

        var result = Assert.Single(await AllAsync(engine)).Result;
        Assert.Equal((StatusName.Rejected, 1), (result.Status, result.Tries));
        Assert.NotNull(result.StartTime);
    }

    [Fact]
    public async Task Disposal_stops_and_waits_for_calls_in_flight()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 2);
        var call = await Client.NextAsync(Cancel);

        var disposal = engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        call.Accept();
        await disposal.WaitAsync(Guard, Cancel);
        await engine.DisposeAsync().AsTask().WaitAsync(Guard, Cancel);

        Assert.Equal([StatusName.Accepted, StatusName.Skipped], (await AllAsync(engine)).Select(outcome => outcome.Result.Status));
        Assert.Equal(0, Client.InFlight);
    }
}
