using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;

namespace OnsDlq.Core.Tests.Journal;

public sealed class AttemptReaderTests
{
    private readonly AttemptStage _stage = new();

    private static IEnumerable<string> Ids(IEnumerable<ResendAttempt> attempts) => attempts.Select(attempt => attempt.AttemptId);

    [Fact]
    public async Task An_attempt_shows_all_that_was_recorded_of_it()
    {
        await _stage.ClaimAsync("a1");
        _stage.Time.Advance(TimeSpan.FromSeconds(3));
        await _stage.EndAsync("a1", ResendStatus.Failed);

        var attempt = Assert.Single(await _stage.ReadAsync(new()));

        Assert.Equal(("0A01", "GID_orders", "MQ_INST_1", "cn-hangzhou"), (attempt.MsgId, attempt.GroupId, attempt.InstanceId, attempt.RegionId));
        Assert.Equal(("a1", "run-a1", 1, StatusName.Failed), (attempt.AttemptId, attempt.RunId, attempt.Round, attempt.Status));
        Assert.Equal(("R-a1", "SomeCode", "some words", 2), (attempt.RequestId, attempt.ErrorCode, attempt.ErrorMessage, attempt.Tries));
        Assert.Equal(["0A01"], attempt.FailedMsgId);
        Assert.Equal(["Blocked"], attempt.Lifted);
        Assert.Equal(("the database is back", "ada@box", "box"), (attempt.Reason, attempt.User, attempt.Machine));
        Assert.Equal(TimeSpan.FromSeconds(3), attempt.EndTime - attempt.StartTime);
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(attempt.StartTime), attempt.StartTime.Offset);
        var outcome = Assert.Single(attempt.Outcomes);
        Assert.Equal((StatusName.Failed, SourceName.Holder, "ada@box", "R-a1"), (outcome.Status, outcome.Source, outcome.By, outcome.RequestId));
        Assert.Equal(attempt.EndTime, outcome.Time);
    }

    [Fact]
    public async Task The_newest_comes_first_and_instances_that_are_not_named_are_null()
    {
        await _stage.EndedAsync("a1", ResendStatus.Accepted);
        await _stage.EndedAsync("a2", ResendStatus.Rejected, new("127.0.0.1:80", "", "GID_orders", "0A02"));

        var attempts = await _stage.ReadAsync(new());

        Assert.Equal(["a2", "a1"], Ids(attempts));
        Assert.Null(attempts[0].InstanceId);
        Assert.Equal("127.0.0.1:80", attempts[0].RegionId);
    }

    [Fact]
    public async Task A_live_claim_is_in_flight_and_an_abandoned_one_unknown_without_being_touched()
    {
        await _stage.ClaimAsync("a1");
        var version = (await _stage.HistoryAsync()).Version;

        Assert.Equal(StatusName.InFlight, Assert.Single(await _stage.ReadAsync(new())).Status);
        _stage.SenderIsDead = true;
        var abandoned = Assert.Single(await _stage.ReadAsync(new()));

        Assert.Equal(StatusName.Unknown, abandoned.Status);
        Assert.Empty(abandoned.Outcomes);
        Assert.Null(abandoned.EndTime);
        Assert.Equal(version, (await _stage.HistoryAsync()).Version);
    }

    [Fact]
    public async Task Statuses_narrow_by_what_is_shown()
    {
        await _stage.EndedAsync("accepted", ResendStatus.Accepted);
        await _stage.EndedAsync("unknown", ResendStatus.Unknown);
        await _stage.ClaimAsync("claimed");

        Assert.Equal(["accepted"], Ids(await _stage.ReadAsync(new(), AttemptStatus.Accepted, AttemptStatus.Failed)));
        Assert.Equal(["unknown"], Ids(await _stage.ReadAsync(new(), AttemptStatus.Unknown)));
        Assert.Equal(["claimed"], Ids(await _stage.ReadAsync(new(), AttemptStatus.InFlight)));
        _stage.SenderIsDead = true;
        Assert.Equal(["claimed", "unknown"], Ids(await _stage.ReadAsync(new(), AttemptStatus.Unknown)));
        Assert.Empty(await _stage.ReadAsync(new(), AttemptStatus.InFlight));
    }
}
