using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>A run decides beside whoever gives it messages, on all at once that have come, and each has exactly one outcome.</summary>
public sealed class ResendIntakeTests : ResendEngineTestBase
{
    private const int Many = 20;

    private readonly List<PendingResend> _calls = [];
    private int _reads;

    [Fact]
    public async Task What_comes_while_the_journal_is_read_is_read_together()
    {
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stage.KnowTime().Journal.Reading = () =>
        {
            Interlocked.Increment(ref _reads);
            return mayRead.Task;
        };
        var engine = Start(throttleLimit: 8);
        await GiveAsync(engine, 1, Many);
        mayRead.SetResult();
        engine.Complete();
        for (var sent = 0; sent < Many; sent++) (await Client.NextAsync(Cancel)).Accept();

        Assert.Equal(Many, (await AllAsync(engine)).Count(outcome => outcome.Result.Status == StatusName.Accepted));
        Assert.InRange(_reads, 1, 2);
    }

    [Fact]
    public async Task One_message_does_not_wait_for_others()
    {
        Stage.KnowTime();
        var engine = Start();
        await GiveAsync(engine, 1, 1);
        (await Client.NextAsync(Cancel)).Accept();
        Assert.Equal(("A1", StatusName.Accepted), (await NextAsync(engine)).Result is var told ? (told.MsgId, told.Status) : default);
    }

    [Fact]
    public async Task A_message_that_a_person_is_asked_about_is_read_after_all_that_were_given_before()
    {
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Stage.KnowTime().Journal.Reading = () => Interlocked.Increment(ref _reads) == 1 ? mayRead.Task : Task.CompletedTask;
        var engine = Start(throttleLimit: 8);
        await GiveAsync(engine, 1, 3);
        var asked = engine.DecideAsync(Message(4), Cancel);
        Assert.False(asked.IsCompleted);
        mayRead.SetResult();
        var guarded = await asked.WaitAsync(Guard, Cancel);

        Assert.Equal("A4", guarded?.Message.MsgId);
        Assert.InRange(_reads, 2, 3); // those given before, in one or two batches, and the one asked about
        Assert.Null(await engine.DecideAsync(Message(4), Cancel));
    }

    [Fact]
    public async Task Of_two_entries_of_one_message_in_one_batch_one_is_sent()
    {
        Stage.KnowTime();
        var engine = Start(throttleLimit: 8);
        foreach (var number in new[] { 1, 2, 2, 1, 2 }) await engine.GiveAsync(Message(number), Cancel);
        engine.Complete();
        for (var sent = 0; sent < 2; sent++) (await Client.NextAsync(Cancel)).Accept();

        Assert.Equal(["A1", "A2"], (await AllAsync(engine)).Select(outcome => outcome.Result.MsgId).Order(StringComparer.Ordinal));
        Assert.All(Client.Sent.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_read_stops_the_run_and_every_message_has_its_outcome()
    {
        Stage.KnowTime().Journal.Reading = () => Task.FromException(new JournalException(ErrorId.JournalUnreadable, "memory", "It cannot be read."));
        var engine = Start(throttleLimit: 8);
        await GiveAsync(engine, 1, Many);
        engine.Complete();

        var outcomes = await AllAsync(engine);
        Assert.Equal(Many, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.Equal((StatusName.Skipped, ReasonName.RunStopped), (outcome.Result.Status, outcome.Result.Reason)));
        Assert.Equal(ErrorId.JournalUnreadable, Assert.IsType<JournalException>(engine.Fault).Id);
    }

    [Fact]
    public async Task After_a_stop_by_hand_every_message_given_has_one_outcome_and_no_other_is_taken()
    {
        Stage.KnowTime();
        var engine = Start(throttleLimit: 8);
        await GiveAsync(engine, 1, Many);
        for (var sent = 0; sent < 8; sent++) _calls.Add(await Client.NextAsync(Cancel));
        engine.Stop();
        foreach (var call in _calls) call.Accept();

        var outcomes = await AllAsync(engine);
        Assert.Equal(Many, outcomes.Select(outcome => outcome.Result.MsgId).Distinct().Count());
        Assert.Equal(Many, outcomes.Count);
        Assert.Equal(8, Client.Sent.Count);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => engine.GiveAsync(Message(Many + 1), Cancel).AsTask());
    }

    private MessageReference Message(int number) => Stage.Listed(FormattableString.Invariant($"A{number}"), stored: number);

    private async Task GiveAsync(ResendEngine engine, int first, int last)
    {
        for (var number = first; number <= last; number++) await engine.GiveAsync(Message(number), Cancel);
    }
}
