using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Contract;

public abstract partial class JournalContract
{
    // Everything below Old is older than this limit, everything from Recent on is younger.
    private const double Limit = 10_000, Recent = 20_000;

    public static TheoryData<string> Protections =>
    [
        "live claim", "unknown", "claimed", "signed", "leased", "settled by a person", "shown by evidence", "entry seen",
        "blocked", "blocked until later", "blocked later", "open canary", "under another name", "blocked under another name",
    ];

    [Fact]
    public async Task What_is_old_goes_with_its_run_and_what_is_recent_stays_as_it_was()
    {
        await OldAsync(1);
        await OldAsync(2, ResendStatus.Failed);
        await OldAsync(3, ResendStatus.Rejected);
        await Journal.RecordEvidenceAsync([new("old-1", Consumed(5))], Stop);
        await Journal.BlockAsync(Sample.Key(4), new("known", "kim@box", Sample.At(0), Sample.At(9)), Stop);
        await Journal.BeginRunAsync(Sample.Run with { RunId = "run-2", StartedAt = Sample.At(Recent) }, Stop);
        await Journal.ClaimAsync(new(Sample.Key(5), 0, Sample.Attempt("recent", "run-2", Recent)), Stop);
        var recent = await ReadAsync(Sample.Key(5));

        var trial = await ClearAsync(isTrial: true);
        Assert.Equal((3, 1, 1, 0), (trial.Attempts, trial.Runs, trial.Blocks, trial.Bookmarks));
        Assert.Equal(4, await Journal.QueryAsync(new(), Stop).CountAsync(Stop));

        Assert.Equal(trial, await ClearAsync());

        for (var number = 1; number <= 4; number++) Assert.Equivalent(MessageHistory.None(Sample.Key(number)), await ReadAsync(Sample.Key(number)));
        Assert.Equivalent(recent, await ReadAsync(Sample.Key(5)), strict: true);
        Assert.Equal("recent", (await Journal.QueryAsync(new(), Stop).SingleAsync(Stop)).Attempt.AttemptId);
        Assert.Equal("run-2", (await Journal.QueryRunsAsync(null, Stop).SingleAsync(Stop)).Run.RunId);
        Assert.Empty(await Journal.ReadBlocksAsync(new(), Stop));
        Assert.Equal(default, await ClearAsync(isTrial: true));
        Assert.Equal(default, await ClearAsync());
    }

    [Theory]
    [MemberData(nameof(Protections))]
    public async Task A_message_stays_whole_with_its_runs_while_anything_of_it_is_recent_or_open(string why)
    {
        await OldAsync(1);
        await Journal.EndRunAsync("run-1", new(Sample.At(2), 0, null), Stop);
        await ProtectAsync(why);
        var before = await Journal.ReadAsync([Sample.Key(), OtherName], Stop);
        var attempts = await Journal.QueryAsync(new(), Stop).Select(one => one.Attempt.AttemptId).ToListAsync(Stop);
        var blocks = await Journal.ReadBlocksAsync(new(), Stop);
        var runs = await Journal.QueryRunsAsync(null, Stop).Select(run => run.Run.RunId).ToListAsync(Stop);

        Assert.Equal(default, await ClearAsync(isTrial: true));
        Assert.Equal(default, await ClearAsync());

        Assert.Equivalent(before, await Journal.ReadAsync([Sample.Key(), OtherName], Stop), strict: true);
        Assert.Equal(attempts, await Journal.QueryAsync(new(), Stop).Select(one => one.Attempt.AttemptId).ToListAsync(Stop));
        Assert.Equal(blocks, await Journal.ReadBlocksAsync(new(), Stop));
        Assert.Equal(runs, await Journal.QueryRunsAsync(null, Stop).Select(run => run.Run.RunId).ToListAsync(Stop));
    }

    [Fact]
    public async Task What_a_person_settled_long_ago_goes()
    {
        await OldAsync(1, ResendStatus.Unknown);
        await SettleAsync("old-1", ResendStatus.Accepted, OutcomeSource.Person, (await ReadAsync(Sample.Key())).Version);

        Assert.Equal(1, (await ClearAsync()).Attempts);
    }

    [Fact]
    public async Task After_it_whoever_decided_before_claims_nothing_and_the_message_is_as_new()
    {
        await OldAsync(1);
        var version = (await ReadAsync(Sample.Key())).Version;
        await Journal.BeginRunAsync(Sample.Run with { RunId = "run-2", StartedAt = Sample.At(Recent) }, Stop);
        await ClearAsync();

        Assert.False(await Journal.ClaimAsync(new(Sample.Key(), version, Sample.Attempt("late", "run-2", Recent)), Stop));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ClaimAsync("in a run that went", 0, at: Recent));
        Assert.False(await SettleAsync("old-1", ResendStatus.Accepted));
        Assert.False(await Journal.RenewAsync("old-1", Sample.At(Recent), Sample.At(Recent), Stop));
        await Journal.RecordEvidenceAsync([new("old-1", Consumed(Recent))], Stop);
        Assert.True(await Journal.ClaimAsync(new(Sample.Key(), (await ReadAsync(Sample.Key())).Version, Sample.Attempt("old-1", "run-2", Recent)), Stop));
        Assert.Null((await AttemptAsync("old-1")).Evidence);
    }

    [Fact]
    public async Task A_run_of_which_an_attempt_stays_stays_without_its_sample()
    {
        await OldAsync(1);
        await OldAsync(2, ResendStatus.Unknown);
        await Journal.RecordSampleAsync(new("run-1", Sample.At(5), 2, 0, 7, ["old-1", "old-2"]), Stop);

        var cleared = await ClearAsync();

        Assert.Equal((1, 0), (cleared.Attempts, cleared.Runs));
        Assert.Null((await Journal.QueryRunsAsync(null, Stop).SingleAsync(Stop)).Sample);
    }

    [Fact]
    public async Task A_canary_that_is_over_goes_with_its_attempts_and_its_run()
    {
        await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);
        await OldAsync(1, canary: "c1");
        await Journal.EndCanaryAsync("c1", CanaryState.Passed, Sample.At(9), "", Stop);

        var trial = await ClearAsync(isTrial: true);
        Assert.Equal(trial, await ClearAsync());

        Assert.Equal((1, 1), (trial.Attempts, trial.Runs));
        Assert.Null(await Journal.FindCanaryAsync(Orders, Stop));
    }

    [Fact]
    public async Task A_canary_of_which_an_attempt_stays_stays_with_the_run_that_began_it()
    {
        await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);
        await Journal.BeginRunAsync(Sample.Run with { RunId = "run-2" }, Stop);
        await OldAsync(1, canary: "c1");
        await OldAsync(2, ResendStatus.Unknown, "c1", "run-2");
        await Journal.EndCanaryAsync("c1", CanaryState.Passed, Sample.At(9), "", Stop);

        var trial = await ClearAsync(isTrial: true);
        Assert.Equal(trial, await ClearAsync());

        Assert.Equal((1, 0), (trial.Attempts, trial.Runs));
        Assert.Equal("c1", (await Journal.FindCanaryAsync(Orders, Stop))!.CanaryId);
    }

    [Fact]
    public async Task Bookmarks_that_nobody_moved_since_go_and_are_made_anew()
    {
        var key = new BookmarkKey("cn-hangzhou", "MQ_INST_1", "GID_orders", "alert", "");
        await Journal.MoveBookmarkAsync(key, 0, Sample.At(0), "", Stop);
        await Journal.MoveBookmarkAsync(key with { GroupId = "GID_other" }, 0, Sample.At(Recent), "", Stop);

        var trial = await ClearAsync(isTrial: true);
        Assert.Equal(trial, await ClearAsync());

        Assert.Equal(1, trial.Bookmarks);
        Assert.Equal("GID_other", Assert.Single(await Journal.ReadBookmarksAsync(Stop)).Key.GroupId);
        Assert.False(await Journal.MoveBookmarkAsync(key, 1, Sample.At(Recent), "", Stop));
        Assert.True(await Journal.MoveBookmarkAsync(key, 0, Sample.At(Recent), "", Stop));
    }

    [Fact]
    public async Task Many_go_while_others_are_claimed()
    {
        for (var number = 1; number <= 120; number++) await OldAsync(number);
        var run = Sample.Run with { RunId = "run-2", StartedAt = Sample.At(Recent) };
        await Journal.BeginRunAsync(run, Stop);
        await using var other = await OpenAsync(Stop);
        var claiming = Task.Run(
            async () =>
            {
                // The same messages, too: a claim after a deletion is one on a new message.
                for (var number = 1; number <= 240; number++)
                {
                    var key = Sample.Key(number);
                    do
                    {
                        var version = (await other.ReadAsync([key], Stop))[0].Version;
                        if (await other.ClaimAsync(new(key, version, Sample.Attempt($"new-{number}", "run-2", Recent)), Stop)) break;
                    }
                    while (!Stop.IsCancellationRequested);
                }
            },
            Stop);

        var cleared = await ClearAsync();
        await claiming;

        var left = await Journal.QueryAsync(new(), Stop).Select(one => one.Attempt.AttemptId).ToListAsync(Stop);
        Assert.Equal(240, left.Count(id => id.StartsWith("new", StringComparison.Ordinal)));
        Assert.Equal(120, left.Count(id => id.StartsWith("old", StringComparison.Ordinal)) + cleared.Attempts);
    }

    private static MessageKey OtherName => Sample.Key() with { Realm = "ons.cn-hangzhou.aliyuncs.com:443" };

    private static AttemptEvidence Consumed(double at) => new() { Verdict = EvidenceVerdict.Consumed, FoundAt = Sample.At(at) };

    private async Task<ClearedRecords> ClearAsync(bool isTrial = false) =>
        await Journal.ClearAsync(Sample.At(Limit), isTrial, Stop).AggregateAsync((one, other) => one + other, Stop);

    private async Task OldAsync(int number, ResendStatus status = ResendStatus.Accepted, string? canary = null, string run = "run-1")
    {
        var attempt = Sample.Attempt($"old-{number}", run) with { CanaryId = canary };
        Assert.True(await Journal.ClaimAsync(new(Sample.Key(number), 0, attempt) { EntriesSeen = [Sample.Stored(-60)] }, Stop));
        Assert.True(await SettleAsync(attempt.AttemptId, status));
    }

    private async Task ProtectAsync(string why)
    {
        var next = Sample.Attempt("next", at: 2);
        switch (why)
        {
            case "live claim":
                await ClaimNextAsync(next, isSettled: false);
                break;
            case "unknown":
                await ClaimNextAsync(next, status: ResendStatus.Unknown);
                break;
            case "claimed":
                await ClaimNextAsync(next with { ClaimedAt = Sample.At(Recent) });
                break;
            case "signed":
                await ClaimNextAsync(next with { SignedAt = Sample.At(Recent) });
                break;
            case "leased":
                await ClaimNextAsync(next with { LeaseUntil = Sample.At(Recent) });
                break;
            case "settled by a person":
                await SettleAsync("old-1", ResendStatus.Rejected, OutcomeSource.Person, (await ReadAsync(Sample.Key())).Version, Recent);
                break;
            case "shown by evidence":
                await Journal.RecordEvidenceAsync([new("old-1", Consumed(Recent))], Stop);
                break;
            case "entry seen":
                await ClaimNextAsync(next, entry: Recent);
                break;
            case "blocked":
                await BlockAsync(Sample.Key(), since: 0, until: null);
                break;
            case "blocked until later":
                await BlockAsync(Sample.Key(), since: 0, until: Recent);
                break;
            case "blocked later":
                await BlockAsync(Sample.Key(), since: Recent, until: 5);
                break;
            case "open canary":
                await Journal.BeginCanaryAsync(CanaryOf("c1"), Stop);
                await ClaimNextAsync(next with { CanaryId = "c1" });
                break;
            case "under another name":
                await Journal.ClaimAsync(new(OtherName, 0, next with { ClaimedAt = Sample.At(Recent) }), Stop);
                await SettleAsync("next", ResendStatus.Accepted);
                break;
            default:
                Assert.Equal("blocked under another name", why);
                await BlockAsync(OtherName, since: 0, until: null);
                break;
        }
    }

    private async Task ClaimNextAsync(Attempt next, bool isSettled = true, ResendStatus status = ResendStatus.Accepted, double entry = 1.5)
    {
        var version = (await ReadAsync(Sample.Key())).Version;
        Assert.True(await Journal.ClaimAsync(new(Sample.Key(), version, next) { EntriesSeen = [Sample.Stored(entry)] }, Stop));
        if (isSettled) Assert.True(await SettleAsync("next", status, at: 3));
    }

    private Task BlockAsync(MessageKey key, double since, double? until) => Journal.BlockAsync(
        key, new("checked by hand", "kim@box", Sample.At(since), until is { } end ? Sample.At(end) : null), Stop);
}
