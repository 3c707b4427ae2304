using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Journal;

/// <summary>Runs as users see them.</summary>
public sealed class RunReaderTests
{
    private readonly AttemptStage _stage = new();
    private bool _senderIsSeen = true;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_shows_its_beginning_its_end_and_its_counts()
    {
        await BeginAsync("r1", pace: 10);
        await AttemptAsync("r1", "a1", ResendStatus.Accepted);
        await AttemptAsync("r1", "a2", ResendStatus.Unknown, "GID_web");
        await AttemptAsync("r1", "a3", null);
        await _stage.Journal.EndRunAsync("r1", new(_stage.Time.GetUtcNow().AddSeconds(9), 4, null), Cancel);

        var run = Assert.Single(await ReadAsync());

        Assert.Equal(("r1", "ada@box", "box", 42, "because"), (run.RunId, run.User, run.Machine, run.ProcessId, run.Reason));
        Assert.Equal((RunStateName.Ended, null, 10, TimeSpan.FromSeconds(9)), (run.State, run.StoppedBy, run.RequestsPerSecond, run.EndTime - run.StartTime));
        Assert.Equal((1, 0, 0, 1, 1, 4), (run.Accepted, run.Failed, run.Rejected, run.Unknown, run.InFlight, run.Skipped));
        Assert.Equal("GID_orders GID_web", run.Groups.ToString());
    }

    [Theory]
    [InlineData(false, true, 10.0, RunStateName.Running)]
    [InlineData(true, true, 10.0, RunStateName.Killed)]
    [InlineData(false, false, 10.0, RunStateName.Unknown)]
    [InlineData(true, true, null, RunStateName.Unknown)]
    public async Task A_run_without_an_end_runs_or_was_killed(bool isDead, bool isSeen, double? pace, string state)
    {
        (_stage.SenderIsDead, _senderIsSeen) = (isDead, isSeen);
        await BeginAsync("r1", pace);

        Assert.Equal((state, null, null), Assert.Single(await ReadAsync()) is var run ? (run.State, run.EndTime, run.Skipped) : default);
    }

    [Fact]
    public async Task A_run_that_was_stopped_says_by_what()
    {
        await BeginAsync("r1");
        await _stage.Journal.EndRunAsync("r1", new(_stage.Time.GetUtcNow(), 0, "BreakerTripped: too many"), Cancel);

        var run = Assert.Single(await ReadAsync());
        Assert.Equal((RunStateName.Stopped, "BreakerTripped: too many"), (run.State, run.StoppedBy));
    }

    [Fact]
    public async Task The_claim_of_a_killed_run_counts_as_unknown_and_a_person_s_word_counts()
    {
        await BeginAsync("r1");
        await AttemptAsync("r1", "a1", null);
        await AttemptAsync("r1", "a2", ResendStatus.Unknown);
        _stage.SenderIsDead = true;
        await _stage.Journal.SettleAsync(
            "a2", new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Person, At = _stage.Time.GetUtcNow(), By = "kim@box", Reason = "seen" }, 2, Cancel);

        var run = Assert.Single(await ReadAsync());
        Assert.Equal((0, 1, 1), (run.InFlight, run.Unknown, run.Accepted));
    }

    [Fact]
    public async Task Runs_come_newest_first_and_by_ID_or_group()
    {
        await BeginAsync("r1");
        await AttemptAsync("r1", "a1", ResendStatus.Accepted, "GID_web");
        await BeginAsync("r2");

        Assert.Equal(["r2", "r1"], (await ReadAsync()).Select(run => run.RunId));
        Assert.Equal(["r1"], (await ReadAsync(runId: "r1")).Select(run => run.RunId));
        Assert.Equal(["r1"], (await ReadAsync(groupId: "gid_WEB")).Select(run => run.RunId));
        Assert.Empty(await ReadAsync(groupId: "GID_none"));
    }

    private Task BeginAsync(string runId, double? pace = 10) => _stage.Journal.BeginRunAsync(
        new(runId, _stage.Time.GetUtcNow(), "ada@box", AttemptStage.Sender, "because") { RequestsPerSecond = pace }, Cancel);

    private async Task AttemptAsync(string runId, string attemptId, ResendStatus? status, string group = "GID_orders")
    {
        var (now, key) = (_stage.Time.GetUtcNow(), new MessageKey("cn-hangzhou", "MQ_INST_1", group, "0A" + attemptId.ToUpperInvariant()));
        var attempt = new Attempt
        {
            AttemptId = attemptId,
            RunId = runId,
            Round = 1,
            Holder = AttemptStage.Sender,
            ClaimedAt = now,
            LeaseUntil = now.AddSeconds(60),
            SignedAt = now,
        };
        Assert.True(await _stage.Journal.ClaimAsync(new(key, 0, attempt), Cancel));
        if (status is { } ended) await _stage.EndAsync(attemptId, ended);
    }

    private async Task<List<ResendRun>> ReadAsync(string? runId = null, string? groupId = null) => await new RunReader(
        _stage.Journal, _stage.Claims(), holder => _stage.SenderIsDead && holder == AttemptStage.Sender, _ => _senderIsSeen)
        .ReadAsync(runId, groupId is null ? null : group => group.Equals(groupId, StringComparison.OrdinalIgnoreCase), Cancel).ToListAsync(Cancel);
}
