using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Runs_are_read_newest_first_with_their_pace_and_their_end()
    {
        var second = Sample.Run with { RunId = "run-2", StartedAt = Sample.At(5), Reason = null, RequestsPerSecond = 0.25 };
        await Journal.BeginRunAsync(second, Stop);
        var end = new RunEnd(Sample.At(9), 3, "BreakerTripped: too many");

        Assert.True(await Journal.EndRunAsync("run-1", end, Stop));

        Assert.Equal([new(second, null), new(Sample.Run, end)], await RunsAsync());
        Assert.Equal([new(Sample.Run, end)], await RunsAsync("run-1"));
        Assert.Empty(await RunsAsync("run-3"));
    }

    [Fact]
    public async Task The_end_of_a_run_is_recorded_once()
    {
        Assert.False(await Journal.EndRunAsync("run-2", new(Sample.At(1), 0, null), Stop));
        Assert.True(await Journal.EndRunAsync("run-1", new(Sample.At(1), 1, null), Stop));
        Assert.False(await Journal.EndRunAsync("run-1", new(Sample.At(2), 2, "x"), Stop));

        Assert.Equal(new RunEnd(Sample.At(1), 1, null), Assert.Single(await RunsAsync()).End);
    }

    [Fact]
    public async Task Runs_are_read_beyond_a_page()
    {
        for (var number = 2; number <= 230; number++)
            await Journal.BeginRunAsync(Sample.Run with { RunId = $"run-{number}" }, Stop);

        Assert.Equal(Enumerable.Range(1, 230).Reverse().Select(number => $"run-{number}"), (await RunsAsync()).Select(run => run.Run.RunId));
    }

    private Task<List<RecordedRun>> RunsAsync(string? runId = null) => Journal.QueryRunsAsync(runId, Stop).ToListAsync(Stop).AsTask();
}
