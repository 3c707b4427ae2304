using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>What a run records of its own end.</summary>
public sealed class RunEndTests : ResendEngineTestBase
{
    [Fact]
    public async Task A_run_records_its_pace_its_end_and_how_many_it_skipped()
    {
        var engine = Stage.Start(new() { ThrottleLimit = 1, Calls = new() { RequestsPerSecond = 7 } });
        await engine.GiveAsync(Stage.Listed(), Cancel);
        await engine.GiveAsync(ResendStage.Message(), Cancel);
        engine.NoteSkipped();
        engine.Complete();
        await AllAsync(engine);

        var run = Assert.Single(await RunsAsync());
        Assert.Equal((engine.RunId, 7), (run.Run.RunId, run.Run.RequestsPerSecond));
        Assert.Equal(new RunEnd(Time.GetUtcNow(), 2, null), run.End);
    }

    [Fact]
    public async Task A_run_that_sends_nothing_records_nothing()
    {
        var engine = Start();
        engine.Complete();
        await AllAsync(engine);

        Assert.Empty(await RunsAsync());
    }

    [Fact]
    public async Task A_run_that_an_error_stopped_records_the_error()
    {
        Stage.Service.Answering = message => new("r", null, null, [message.MsgId], 1);
        var engine = Stage.Start();
        for (var number = 1; number <= 4; number++) await engine.GiveAsync(Stage.Listed($"A{number}"), Cancel);
        engine.Complete();
        await AllAsync(engine);

        var end = Assert.Single(await RunsAsync()).End!;
        Assert.Equal(1, end.Skipped);
        Assert.StartsWith("BreakerTripped: The run was stopped", end.StoppedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_somebody_stopped_records_that()
    {
        var engine = Start();
        await EnqueueAsync(engine, 1, 2);
        var pending = await Client.NextAsync(Cancel);
        engine.Stop();
        pending.Accept();
        await AllAsync(engine);

        var end = Assert.Single(await RunsAsync()).End!;
        Assert.Equal(1, end.Skipped);
        Assert.StartsWith("Stopped", end.StoppedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_is_recorded_after_the_last_settlement_and_before_the_outcomes_end()
    {
        var order = new List<string>();
        Stage.Journal.Settling = _ => Note("settled");
        Stage.Journal.Ending = () => Note("ended");
        await Stage.RunAsync(Stage.Listed());

        Assert.Equal(["settled", "ended"], order);

        Task Note(string what)
        {
            lock (order) order.Add(what);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_end_that_cannot_be_recorded_is_told_and_no_result_is_lost()
    {
        var trouble = new JournalException(ErrorId.JournalFull, "journal.db", "full");
        Stage.Journal.Ending = () => Task.FromException(trouble);
        var engine = Stage.Start();
        await engine.GiveAsync(Stage.Listed(), Cancel);
        engine.Complete();

        Assert.Equal(ResendStatus.Accepted, Assert.Single(await AllAsync(engine)).Result.State);
        Assert.Same(trouble, engine.Fault);
    }

    private async Task<List<RecordedRun>> RunsAsync() => await Stage.Memory.QueryRunsAsync(null, Cancel).ToListAsync(Cancel);
}
