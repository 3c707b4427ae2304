using System.Text.Json.Nodes;
using OnsDlq.Evidence;
using OnsDlq.Messages;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>
/// Every kind of consumer: the verdict is compared with the sandbox's own record while its clock is moved past each moment at which something
/// happens, or at which a wrong reading would decide.
/// </summary>
public sealed class EvidenceSandboxTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IAsyncLifetime
{
    // Just before and after the first retries of a delivery, in its middle, and at its end after 4 h 45 min 40 s, when the message comes back.
    private static readonly double[] Moments = [0, 20, 60, 120, 700, 7_000, 17_130, 17_160];

    private readonly EvidenceBench _bench = new(fixture.Sandbox);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await fixture.Sandbox.ClearFaultsAsync(CancellationToken.None);
        await fixture.Sandbox.PostAsync("clock", new JsonObject { ["offsetSeconds"] = 0 }, CancellationToken.None);
    }

    [Fact]
    public async Task For_each_kind_of_consumer_every_verdict_is_right_and_none_is_given_early()
    {
        (string Group, string Consumer, JsonObject? Traces, EvidenceVerdict AtTheEnd, EvidenceReason? Reason)[] kinds =
        [
            ("GID_succeed", "succeed", null, EvidenceVerdict.Consumed, null),
            ("GID_retry", "retry:2", null, EvidenceVerdict.Consumed, null),
            ("GID_long", "retry:12", null, EvidenceVerdict.Consumed, null),
            ("GID_fail", "fail", null, EvidenceVerdict.Returned, null),
            ("GID_offline", "offline", null, EvidenceVerdict.NotYetKnown, EvidenceReason.NotOut),
            ("GID_hang", "hang", null, EvidenceVerdict.NotYetKnown, EvidenceReason.NotOut),
            ("GID_lag", "succeed", new() { ["lagSeconds"] = 90 }, EvidenceVerdict.Consumed, null),
            ("GID_ahead", "retry:2", new() { ["clockAheadSeconds"] = 240 }, EvidenceVerdict.Consumed, null),
            ("GID_far_ahead", "fail", new() { ["clockAheadSeconds"] = 5_400 }, EvidenceVerdict.Returned, null),
            ("GID_behind", "retry:2", new() { ["clockAheadSeconds"] = -240 }, EvidenceVerdict.Consumed, null),
            ("GID_gap", "succeed", new() { ["gapEvery"] = 18 }, EvidenceVerdict.NotYetKnown, EvidenceReason.NotOut),
            ("GID_untraced", "succeed", new() { ["none"] = true }, EvidenceVerdict.NotYetKnown, EvidenceReason.NoTrace),
        ];
        foreach (var kind in kinds)
        {
            await _bench.AddAsync(kind.Group, kind.Consumer, returnAfter: kind.Consumer is "fail" or "hang" ? 17_140 : null);
            if (kind.Traces is { } traces) await SetTracesAsync(kind.Group, traces);
            Assert.Equal(["Accepted"], (await _bench.ResendAsync(kind.Group)).Select(result => result.Status));
        }

        var now = 0.0;
        var told = new Dictionary<string, EvidenceTarget>();
        foreach (var moment in Moments)
        {
            await _bench.MoveClockAsync(TimeSpan.FromSeconds(moment - now));
            now = moment;
            told = (await _bench.GatherAsync()).Values.ToDictionary(target => target.Key.GroupId);
            foreach (var target in told.Values) await AssertNotEarlyAsync(target, moment);
        }

        Assert.Equal(
            kinds.Select(kind => (kind.Group, kind.AtTheEnd, kind.Reason)),
            kinds.Select(kind => (kind.Group, told[kind.Group].Evidence!.Verdict, told[kind.Group].Evidence!.Reason)));
        Assert.Equal(2, told["GID_retry"].Evidence!.Failures);
        Assert.Empty(_bench.Troubles);
    }

    [Fact]
    public async Task What_is_in_doubt_is_settled_by_evidence_where_it_was_executed_and_stays_in_doubt_where_it_was_not()
    {
        foreach (var (group, fault) in new[] { ("GID_lost", "acceptThenDrop"), ("GID_never", "dropBefore") })
        {
            var id = Assert.Single(await _bench.AddAsync(group, "succeed"));
            await fixture.Sandbox.AddFaultAsync("OnsDLQMessageResendById", fault, nth: 1, msgId: id, cancellationToken: Cancel);
            Assert.Equal(["Unknown"], (await _bench.ResendAsync(group)).Select(result => result.Status));
        }

        Assert.Single(await _bench.AddAsync("GID_back", "fail", returnAfter: 17_140));
        await fixture.Sandbox.AddFaultAsync("OnsDLQMessageResendById", "acceptThenDrop", cancellationToken: Cancel);
        Assert.Equal(["Unknown"], (await _bench.ResendAsync("GID_back")).Select(result => result.Status));
        await fixture.Sandbox.ClearFaultsAsync(Cancel);
        var early = (await _bench.GatherAsync()).Values.ToDictionary(target => target.Key.GroupId);
        Assert.Equal(ResendStatus.Unknown, early["GID_back"].Attempt.Outcome!.Status);
        await _bench.MoveClockAsync(TimeSpan.FromSeconds(17_160));

        var told = (await _bench.GatherAsync()).Values.ToDictionary(target => target.Key.GroupId);

        Assert.Equal(
            [("GID_back", ResendStatus.Accepted), ("GID_lost", ResendStatus.Accepted), ("GID_never", ResendStatus.Unknown)],
            told.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value.Attempt.Outcome!.Status)));
        Assert.Equal(OutcomeSource.Evidence, told["GID_lost"].Attempt.Outcome!.Source);
        Assert.Equal((false, false), (await _bench.TruthAsync("GID_never", told["GID_never"].Key.MsgId)) is var truth ? (truth.IsConsumed, truth.IsReturned) : default);
        Assert.Equal(["AlreadyResent"], (await _bench.ResendAsync("GID_lost")).Select(result => result.Reason));
    }

    [Fact]
    public async Task What_is_decided_is_not_asked_for_again_and_a_removed_search_is_begun_again()
    {
        await _bench.AddAsync("GID_again", "succeed", count: 3);
        await _bench.ResendAsync("GID_again");
        await fixture.Sandbox.PostAsync("traces", new JsonObject { ["workingSeconds"] = 0.2, ["keptSeconds"] = 0.2 }, Cancel);
        try
        {
            await _bench.GatherAsync();
        }
        finally
        {
            await fixture.Sandbox.PostAsync("traces", new JsonObject { ["workingSeconds"] = 0, ["keptSeconds"] = 3_600 }, CancellationToken.None);
        }

        var all = new EvidenceOptions { Timeout = TimeSpan.FromMinutes(10), All = true };
        Assert.All((await _bench.GatherAsync(all)).Values, target => Assert.Equal(EvidenceVerdict.Consumed, target.Evidence!.Verdict));
        var before = (await fixture.Sandbox.GetLedgerAsync(Cancel)).CallsOf("OnsTraceQueryByMsgId").Accepted;
        Assert.Equal(3, (await _bench.GatherAsync()).Count);

        Assert.Equal(before, (await fixture.Sandbox.GetLedgerAsync(Cancel)).CallsOf("OnsTraceQueryByMsgId").Accepted);
    }

    [Fact]
    public async Task A_key_without_the_permission_for_traces_still_learns_what_came_back()
    {
        await _bench.AddAsync("GID_denied", "fail", returnAfter: 60);
        await _bench.AddAsync("GID_denied", "succeed");
        await _bench.ResendAsync("GID_denied");
        await _bench.MoveClockAsync(TimeSpan.FromSeconds(120));
        var policy = JsonNode.Parse("""{"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:QueryDLQMessage","mq:OnsInstanceBaseInfo"],"Resource":"*"}]}""")!;
        await fixture.Sandbox.AddKeyAsync("LTAIdenied0000000001", "secret", policy: policy, cancellationToken: Cancel);
        using var denied = new EvidenceBench(fixture.Sandbox, _bench.Journal, new("LTAIdenied0000000001", "secret"));
        denied.Follow(_bench);

        var told = await denied.GatherAsync();

        Assert.Equal(
            [(EvidenceVerdict.Returned, null), (EvidenceVerdict.NotYetKnown, (EvidenceReason?)EvidenceReason.NoPermission)],
            told.Values.Select(target => (target.Evidence!.Verdict, target.Evidence.Reason)).OrderByDescending(one => one.Verdict == EvidenceVerdict.Returned));
        Assert.Single(denied.Troubles);
    }

    // The record is read after the verdict: what was said must have happened by then.
    private async Task AssertNotEarlyAsync(EvidenceTarget target, double moment)
    {
        var (failures, isConsumed, isReturned) = await _bench.TruthAsync(target.Key.GroupId, target.Key.MsgId);
        var said = $"{target.Key.GroupId} after {moment} s: {EvidenceText.Of(target.Evidence!)}";
        Assert.True(target.Evidence!.Verdict != EvidenceVerdict.Consumed || isConsumed, said);
        Assert.True(target.Evidence.Verdict != EvidenceVerdict.Returned || isReturned, said);
        Assert.True(target.Evidence.Verdict != EvidenceVerdict.ConsumeFailed || (failures > 0 && !isConsumed), said);
        Assert.True(target.Evidence.Failures <= failures, said);
    }

    private async Task SetTracesAsync(string group, JsonObject traces)
    {
        (traces["groupId"], traces["instanceId"]) = (group, EvidenceBench.Instance);
        await fixture.Sandbox.PostAsync("traces", traces, Cancel);
    }
}
