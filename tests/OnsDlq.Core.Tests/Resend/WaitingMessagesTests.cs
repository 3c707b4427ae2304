using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>Messages of a run that others take while they wait for their turn: two processes were given the same list.</summary>
public sealed class WaitingMessagesTests : IAsyncDisposable
{
    private readonly ResendStage _stage = new ResendStage().KnowTime();
    private readonly List<string> _tried = [];
    private int _reads;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task A_list_that_others_have_sent_meanwhile_costs_one_refused_claim_and_few_turns()
    {
        var decided = await DecideAsync(20);
        foreach (var message in decided[..19]) await _stage.SendAsync(message, process: 2);
        Watch();

        var outcomes = await RunAsync(decided);

        Assert.Equal(["A1", "A20"], _tried);
        Assert.Equal(19, outcomes.Count(outcome => outcome.Result.Reason == nameof(SkipReason.AlreadyResent)));
        Assert.Equal(StatusName.Accepted, outcomes.Single(outcome => outcome.Result.MsgId == "A20").Result.Status);
        Assert.All(_stage.Service.Deliveries, delivery => Assert.Equal(1, delivery.Value));

        // With a turn all that are queued by then are read: as many as a sender has in store, at least four.
        Assert.InRange(_stage.Service.TurnsGivenBack, 2, 6);
        Assert.InRange(_reads, 2, 7);
    }

    [Fact]
    public async Task Where_nobody_else_sends_nothing_is_read_again()
    {
        var decided = await DecideAsync(10);
        Watch();

        Assert.All(await RunAsync(decided), outcome => Assert.Equal(StatusName.Accepted, outcome.Result.Status));

        Assert.Equal((10, 0), (_tried.Count, _reads));
    }

    [Fact]
    public async Task Once_others_are_gone_reading_soon_ends_and_own_claims_do_not_count()
    {
        var decided = await DecideAsync(60);
        await _stage.SendAsync(decided[0], process: 2);
        Watch();

        await RunAsync(decided, throttleLimit: 4);

        Assert.Equal(60, _tried.Count);
        Assert.InRange(_reads, 1, WaitingMessages.QuietReadings + 1);
    }

    [Fact]
    public async Task A_message_that_is_free_again_is_sent()
    {
        var decided = await DecideAsync(3);
        await _stage.SendAsync(decided[0], process: 2);
        _stage.Service.Refusals.Enqueue(Failure.Of(ErrorId.ClockSkew, RequestReach.Answered, 400, "InvalidTimeStamp.Expired"));
        Assert.Equal(StatusName.Rejected, (await _stage.SendAsync(decided[2], process: 2)).Result.Status);
        Watch();

        var outcomes = await RunAsync(decided);

        // Its version has changed, its reasons have not.
        Assert.Equal(["A1", "A2", "A3"], _tried.Order());
        Assert.Equal(StatusName.Accepted, outcomes.Single(outcome => outcome.Result.MsgId == "A3").Result.Status);
    }

    [Fact]
    public async Task What_is_not_queued_yet_is_given_to_nobody_since_a_stopped_run_may_not_queue_it()
    {
        var decided = await DecideAsync(3);

        // Which of several is next is a matter of chance; so many seeds leave none out.
        foreach (var seed in Enumerable.Range(0, 50))
        {
            var waiting = new WaitingMessages(null!, TimeProvider.System, seed);
            waiting.NoteRefused();
            foreach (var message in decided) waiting.Add(message);
            waiting.NoteQueued(decided[2]);

            Assert.Equal([decided[1], decided[2]], new[] { waiting.Next(decided[1]), waiting.Next(decided[2]) }.OrderBy(given => given.Key.MsgId));
        }
    }

    private async Task<GuardedMessage[]> DecideAsync(int count)
    {
        var decided = new GuardedMessage[count];
        for (var number = 0; number < count; number++) decided[number] = await _stage.DecideAsync(_stage.Listed($"A{number + 1}"));
        return decided;
    }

    private void Watch()
    {
        _stage.Journal.Claiming = claim =>
        {
            lock (_tried) _tried.Add(claim.Key.MsgId);
            return Task.CompletedTask;
        };
        _stage.Journal.Reading = () =>
        {
            Interlocked.Increment(ref _reads);
            return Task.CompletedTask;
        };
    }

    private async Task<List<ResendOutcome>> RunAsync(GuardedMessage[] messages, int throttleLimit = 1)
    {
        var engine = _stage.Start(new() { ThrottleLimit = throttleLimit });
        var outcomes = ResendStage.AllAsync(engine);
        foreach (var message in messages) await engine.EnqueueAsync(message, Cancel);
        engine.Complete();
        return await outcomes;
    }
}
