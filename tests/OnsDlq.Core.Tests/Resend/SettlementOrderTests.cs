using System.Collections.Concurrent;
using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A settlement may share a commit with the claim of the sender's next message, which is sent only when both are durable.</summary>
public sealed class SettlementOrderTests : ResendEngineTestBase
{
    private readonly TaskCompletionSource _claimed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _maySettle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_settlement_is_asked_for_before_the_next_claim()
    {
        var asked = new ConcurrentQueue<string>();
        Stage.Journal.Claiming = claim => Note($"claim {claim.Key.MsgId}");
        Stage.Journal.Settling = outcome => Note($"settle {outcome.RequestId}");
        await SendAsync(Start(), messages: 3);

        Assert.Equal(
            ["claim A1", "settle request-A1", "claim A2", "settle request-A2", "claim A3", "settle request-A3"], asked);

        Task Note(string what)
        {
            asked.Enqueue(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_message_leaves_only_once_its_claim_is_durable()
    {
        var mayClaim = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stage.Journal.Claiming = _ =>
        {
            _claimed.SetResult();
            return mayClaim.Task;
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);

        await _claimed.Task.WaitAsync(Guard, Cancel);
        for (var i = 0; i < 100; i++) await Task.Yield();
        Assert.Empty(Client.Sent);

        mayClaim.SetResult();
        (await Client.NextAsync(Cancel)).Accept();
        Assert.Equal(StatusName.Accepted, (await NextAsync(engine)).Result.Status);
    }

    [Fact]
    public async Task A_message_leaves_only_once_the_one_before_is_settled()
    {
        HoldTheFirstSettlement();
        var engine = Start();
        await EnqueueAsync(engine, 1, 2);
        (await Client.NextAsync(Cancel)).Accept();

        await _claimed.Task.WaitAsync(Guard, Cancel);
        for (var i = 0; i < 100; i++) await Task.Yield();
        Assert.DoesNotContain("A2", Client.Sent.Keys);
        Assert.False(engine.Outcomes.TryPeek(out _));

        _maySettle.SetResult();
        var second = await Client.NextAsync(Cancel);
        Assert.Equal(ResendStatus.Accepted, (await Stage.AttemptAsync("A1")).Outcome?.Status);
        Assert.Equal("A1", (await NextAsync(engine)).Result.MsgId);
        second.Accept();
        Assert.Equal("A2", (await NextAsync(engine)).Result.MsgId);
    }

    [Fact]
    public async Task A_message_that_is_claimed_does_not_leave_where_the_one_before_cannot_be_settled()
    {
        var full = new JournalException(ErrorId.JournalFull, "memory", "The disk is full.");
        HoldTheFirstSettlement();
        var engine = Start();
        await EnqueueAsync(engine, 1, 2);
        (await Client.NextAsync(Cancel)).Accept();

        await _claimed.Task.WaitAsync(Guard, Cancel);
        _maySettle.SetException(full);
        engine.Complete();

        Assert.Equal(
            [("A1", StatusName.Accepted, 1), ("A2", StatusName.Rejected, 0)],
            (await AllAsync(engine)).Select(outcome => (outcome.Result.MsgId, outcome.Result.Status, outcome.Result.Tries)));
        Assert.Same(full, engine.Fault);
        Assert.DoesNotContain("A2", Client.Sent.Keys);
        Assert.Equal(ResendStatus.Rejected, (await Stage.AttemptAsync("A2")).Outcome?.Status);
    }

    [Fact]
    public async Task What_a_stop_leaves_is_told_of_after_what_was_sent_before()
    {
        var settling = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stage.Journal.Settling = _ =>
        {
            settling.SetResult();
            return _maySettle.Task;
        };
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        (await Client.NextAsync(Cancel)).Accept();
        await settling.Task.WaitAsync(Guard, Cancel);

        var broken = new JournalException(ErrorId.JournalUnreadable, "memory", "It cannot be read.");
        Stage.Journal.Reading = () => Task.FromException(broken);
        await engine.GiveAsync(Stage.Listed("A9", stored: 1), Cancel);
        Assert.Equal("A9", (await NextAsync(engine)).Result.MsgId);
        Stage.Journal.Reading = null;
        await EnqueueAsync(engine, 2, 2);
        engine.Complete();
        for (var i = 0; i < 100; i++) await Task.Yield();
        Assert.False(engine.Outcomes.TryPeek(out _));

        _maySettle.SetResult();
        Assert.Equal(["A1", "A2", "A3"], (await AllAsync(engine)).Select(outcome => outcome.Result.MsgId));
    }

    [Fact]
    public async Task A_result_does_not_wait_for_the_next_message()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 1);
        (await Client.NextAsync(Cancel)).Accept();

        Assert.Equal(StatusName.Accepted, (await NextAsync(engine)).Result.Status);
    }

    private void HoldTheFirstSettlement()
    {
        Stage.Journal.Claimed = claim =>
        {
            if (claim.Key.MsgId == "A2") _claimed.SetResult();
            return Task.CompletedTask;
        };
        Stage.Journal.Settling = outcome => outcome.RequestId == "request-A1" ? _maySettle.Task : Task.CompletedTask;
    }

    private async Task SendAsync(ResendEngine engine, int messages)
    {
        await EnqueueAsync(engine, 1, messages);
        engine.Complete();
        for (var i = 0; i < messages; i++) (await Client.NextAsync(Cancel)).Accept();
        Assert.Equal(messages, (await AllAsync(engine)).Count);
    }
}
