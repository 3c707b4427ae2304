using OnsDlq.Errors;
using OnsDlq.Evidence;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;
using static OnsDlq.Core.Tests.Evidence.EvidenceStage;

namespace OnsDlq.Core.Tests.Evidence;

/// <summary>Which traces are asked for, and what is recorded of them.</summary>
public sealed class EvidenceGathererTests : IAsyncDisposable
{
    private const string Group = "GID_a";
    private readonly MemoryJournal _journal = new();
    private readonly PagedClient _client = new();
    private readonly PlayedTraces _traces = new();
    private readonly HeardEvidence _heard = new();
    private long _seed = 1;

    private List<EvidenceTarget> Told => _heard.Told;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_more_than_sixty_undecided_messages_sixty_are_drawn_and_recorded_before_any_trace_is_asked_for()
    {
        await ResentAsync(400);
        RunSample? atFirst = null;
        _traces.Before = async _ => atFirst ??= await SampleAsync();
        _traces.Tries = _ => [Success(60)];

        await GatherAsync();

        Assert.Equal((60, 400, 0, 1), (atFirst!.AttemptIds.Count, atFirst.Population, atFirst.Consumed, atFirst.Seed));
        Assert.Equal(
            atFirst.AttemptIds.Order(),
            Told.Where(target => target.Evidence!.Verdict == EvidenceVerdict.Consumed).Select(target => target.Attempt.AttemptId).Order());
        Assert.Equal((60, 340), (_traces.Asked.Count, Told.Count(target => target.Evidence!.Reason == EvidenceReason.NotSampled)));
        var run = await RunAsync();
        Assert.Equal((0.955, 60), (run.ConsumedAtLeast, run.Consumed));
        Assert.Equal("382 of 400 at 95 % confidence: 60 of 60 drawn at random from 400 are consumed; 60 of 400 known to be consumed", run.ConsumedBasis);
    }

    [Fact]
    public async Task Sixty_undecided_messages_are_all_asked_for_and_so_is_every_one_with_All()
    {
        await ResentAsync(60);
        _traces.Tries = _ => [Success(60)];
        await GatherAsync();
        Assert.Equal((60, null), (_traces.Asked.Count, await SampleAsync()));
        Assert.Equal((1.0, "60 of 60 known to be consumed"), ((await RunAsync()).ConsumedAtLeast, (await RunAsync()).ConsumedBasis));

        await ResentAsync(70, "run-2");
        await GatherAsync(new() { All = true }, "run-2");

        Assert.Equal((130, null), (_traces.Asked.Count, await SampleAsync("run-2")));
    }

    [Fact]
    public async Task What_came_back_is_known_before_the_sample_is_drawn_from_the_rest()
    {
        var ids = await ResentAsync(100);
        _client.Add([.. ids.Take(12).Select(id => new DeadLetter(id, Group, "MQ_INST_1", "cn-hangzhou", Ms(346)))]);
        _traces.Tries = _ => [Success(60)];

        await GatherAsync();

        Assert.Equal(12, Told.Count(target => target.Evidence!.Verdict == EvidenceVerdict.Returned));
        Assert.Equal(88, (await SampleAsync())!.Population);
        Assert.DoesNotContain(_traces.Asked, id => ids.Take(12).Contains(id));
        Assert.Single(_client.Queries);
        Assert.Equal(SampleBound.AtLeast(88, 60, 60) * 10 / 1000.0, (await RunAsync()).ConsumedAtLeast);
    }

    [Fact]
    public async Task A_second_call_goes_on_with_the_same_sample_and_asks_nothing_for_what_is_decided()
    {
        await ResentAsync(200);
        _traces.Tries = id => id[^1] is '0' or '5' ? [] : [Success(60)];
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(100) });
        var (sample, asked) = (await SampleAsync(), _traces.Asked.Count);
        var open = sample!.AttemptIds.Count - (await RunAsync()).Consumed;
        _traces.Tries = _ => [Success(60)];
        _seed = 2;

        await GatherAsync();

        Assert.Equivalent(sample, await SampleAsync());
        Assert.InRange(open, 1, 59);
        Assert.Equal(open, _traces.Asked.Count - asked);
        Assert.Equal(60, (await RunAsync()).Consumed);
    }

    [Fact]
    public async Task A_sample_is_not_drawn_anew_where_another_size_is_wanted_nor_where_the_run_has_grown()
    {
        await ResentAsync(100);
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 5 });
        var first = await SampleAsync();
        _seed = 2;
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 4 });
        Assert.Equivalent(first, await SampleAsync());

        // Whoever saw what came of five and draws six others would draw until the result is good.
        Assert.Empty(_heard.Kept);
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 6 });
        Assert.Equivalent(first, await SampleAsync());
        Assert.Equal([("run-1", 5)], _heard.Kept);

        await ResentAsync(1, begin: false, first: 200);
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 6 });
        Assert.Equivalent(first, await SampleAsync());
    }

    [Fact]
    public async Task Larger_and_larger_parts_of_a_run_draw_no_sample_of_it()
    {
        await ResentAsync(100);
        _traces.Tries = id => id[^1] is '0' or '5' ? [] : [Success(60)];
        for (var part = 6; part < 100; part += 20)
        {
            await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 5 }, part: part);
            Assert.Null(await SampleAsync());
            _seed++;
        }

        Assert.Equal((5, 6, true), _heard.Parts[0]);
        Assert.Equal(5, _heard.Parts.Count);
        var before = await RunAsync();
        Assert.Equal($"{before.Consumed} of 100 known to be consumed", before.ConsumedBasis);

        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 5 });
        var sample = (await SampleAsync())!;
        Assert.Equal((5, 100 - before.Consumed, before.Consumed), (sample.AttemptIds.Count, sample.Population, sample.Consumed));

        _seed++;
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 5 }, part: 99);
        Assert.Equivalent(sample, await SampleAsync());
    }

    [Fact]
    public async Task What_is_known_outside_the_input_counts_where_all_the_rest_of_the_run_is_given()
    {
        await ResentAsync(30);
        _traces.Tries = _ => [Success(60)];
        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 10 }, part: 10);

        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 10 }, onlyUndecided: true);

        var sample = (await SampleAsync())!;
        Assert.Equal((10, 20, 10), (sample.AttemptIds.Count, sample.Population, sample.Consumed));
        Assert.Empty(_heard.Parts);
    }

    [Theory]
    [InlineData(false, 0, true)]
    [InlineData(true, 0, false)]
    [InlineData(false, 59, true)]
    [InlineData(false, 61, false)]
    public async Task While_a_run_may_still_send_no_sample_of_it_is_drawn(bool hasEnded, int minutesSinceLastClaim, bool mayStillSend)
    {
        await _journal.BeginRunAsync(new("run-1", Stored, "ada@box", AttemptStage.Sender, null) { RequestsPerSecond = 10 }, Cancel);
        await ResentAsync(10, begin: false);
        if (hasEnded) await _journal.EndRunAsync("run-1", new(Stored, 0, null), Cancel);

        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(40), SampleSize = 5 }, now: Stored.AddMinutes(60 + minutesSinceLastClaim));

        Assert.Equal(mayStillSend, await SampleAsync() is null);
        Assert.Equal(mayStillSend ? [(5, 10, false)] : [], _heard.Parts);
        Assert.Equal(5, _traces.Asked.Distinct().Count());
    }

    /// <summary>A drawn message without an answer counts as not consumed, so no bound on the way is above that of the whole sample.</summary>
    [Fact]
    public async Task What_is_proven_on_the_way_only_rises_and_ends_at_what_the_whole_sample_proves()
    {
        await ResentAsync(400);
        _traces.Tries = id => id[^1] == '7' ? [] : [Success(60)];
        var shares = new List<double>();
        _heard.OnTold = target =>
        {
            _heard.Standing!.Take(target.Attempt.AttemptId, target.Evidence!.Verdict);
            shares.Add(_heard.Standing.Proof!.Share);
        };

        await GatherAsync(new() { Timeout = TimeSpan.FromSeconds(300) });

        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[0], 0.0, 0.01);
        Assert.Equal((await RunAsync()).ConsumedAtLeast, shares[^1]);
    }

    [Fact]
    public async Task What_was_found_before_a_stop_is_in_the_journal()
    {
        await ResentAsync(10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _traces.Tries = _ => [Success(60)];
        _traces.Before = async _ =>
        {
            if (Told.Count > 0) await stop.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GatherAsync(cancellationToken: stop.Token));

        Assert.InRange((await RunAsync()).Consumed, 1, 9);
        Assert.Equal(Told.Count, (await RunAsync()).Consumed);
    }

    [Fact]
    public async Task A_message_without_topic_is_looked_up_and_one_that_is_gone_cannot_be_asked_for()
    {
        var ids = await ResentAsync(2, topic: null);
        _client.Add(new DeadLetter(ids[0], Group, "MQ_INST_1", "cn-hangzhou", Ms(0)) { Topic = "orders", BornTime = Stored.AddMinutes(-286) });
        _traces.Tries = _ => [Success(60)];

        await GatherAsync();

        Assert.Equal(
            [(ids[0], EvidenceVerdict.Consumed, null), (ids[1], EvidenceVerdict.NotYetKnown, (EvidenceReason?)EvidenceReason.NoTopic)],
            Told.Select(target => (target.Key.MsgId, target.Evidence!.Verdict, target.Evidence.Reason)).OrderBy(one => one.MsgId, StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_several_calls_that_failed_in_a_row_nothing_more_is_asked_for_and_what_is_known_isTold()
    {
        await ResentAsync(20);
        _traces.Before = _ => throw PagedClient.Failure(ErrorId.ServiceError, "ONS_SYSTEM_ERROR");

        await Assert.ThrowsAsync<ServiceException>(() => GatherAsync());

        Assert.Equal((20, 4), (Told.Count, _heard.Troubles.Count));
    }

    /// <summary>Another operator sends the message again while its trace is searched for: the success may be that of the second resend.</summary>
    [Fact]
    public async Task What_was_resent_again_meanwhile_is_not_settled_by_what_came_of_that()
    {
        var id = Assert.Single(await ResentAsync(1, status: ResendStatus.Unknown));
        var key = new MessageKey("cn-hangzhou", "MQ_INST_1", Group, id);
        _traces.Before = async _ =>
        {
            var version = (await _journal.ReadAsync([key], Cancel))[0].Version;
            if (version > 2) return;
            await _journal.ClaimAsync(new(key, version, Attempt("second", 390)), Cancel);
            await _journal.SettleAsync("second", Attempt("second", 390).Outcomes[0], null, Cancel);
        };
        _traces.Tries = _ => [Success(390.1)];

        await GatherAsync();

        Assert.Equal(EvidenceReason.SeveralResends, Assert.Single(Told).Evidence!.Reason);
        Assert.Equal(ResendStatus.Unknown, (await _journal.ReadAsync([key], Cancel))[0].Attempts[0].Outcome!.Status);
    }

    /// <summary>A person, or the holder that answers late, says while its trace is searched for that one was not executed.</summary>
    [Fact]
    public async Task What_is_settled_to_Rejected_meanwhile_is_judged_no_more_and_the_others_are()
    {
        var ids = await ResentAsync(3, status: ResendStatus.Unknown);
        _traces.Before = async id =>
        {
            if (id == ids[1]) await _journal.SettleAsync($"run-1-{id}", Attempt("late", 60, ResendStatus.Rejected).Outcomes[0], null, Cancel);
        };
        _traces.Tries = _ => [Success(70)];

        await GatherAsync();

        Assert.Equal(3, _traces.Asked.Count);
        Assert.Equal(
            [EvidenceVerdict.Consumed, EvidenceVerdict.NotYetKnown, EvidenceVerdict.Consumed],
            Told.OrderBy(target => target.Key.MsgId, StringComparer.Ordinal).Select(target => target.Evidence!.Verdict));
    }

    [Fact]
    public async Task What_is_in_doubt_is_asked_for_first()
    {
        var ids = await ResentAsync(30);
        await ResentAsync(1, "run-2", first: 100, status: ResendStatus.Unknown);
        _traces.Tries = _ => [Success(60)];

        await GatherAsync(runId: null);

        Assert.Equal(31, _traces.Asked.Count);
        Assert.Contains(Id(100), _traces.Asked.Take(8));
        Assert.Equal(ResendStatus.Accepted, Told.Single(target => target.Key.MsgId == Id(100)).Attempt.Outcome!.Status);
        Assert.Equal(30, ids.Count);
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private static string Id(int number) => $"0A{number:X30}";

    /// <summary>Attempts of a run on so many messages, an hour after their dead letters were stored.</summary>
    private async Task<IReadOnlyList<string>> ResentAsync(
        int count, string runId = "run-1", int first = 1, string? topic = "orders", ResendStatus status = ResendStatus.Accepted, bool begin = true)
    {
        if (runId != "run-1" && first == 1) first = 1_000;
        if (begin) await _journal.BeginRunAsync(new(runId, Stored, "ada@box", AttemptStage.Sender, null), Cancel);
        var ids = Enumerable.Range(first, count).Select(Id).ToArray();
        foreach (var id in ids)
        {
            var attempt = Attempt($"{runId}-{id}", 60, status) with { RunId = runId, Topic = topic };
            if (topic is null) attempt = attempt with { BornTime = null };
            await _journal.ClaimAsync(new(new("cn-hangzhou", "MQ_INST_1", Group, id), 0, attempt) { EntriesSeen = [Ms(0)] }, Cancel);
            await _journal.SettleAsync(attempt.AttemptId, attempt.Outcomes[0], null, Cancel);
        }

        return ids;
    }

    private async Task GatherAsync(
        EvidenceOptions? options = null, string? runId = "run-1", CancellationToken? cancellationToken = null, int part = int.MaxValue,
        bool onlyUndecided = false, DateTimeOffset? now = null)
    {
        Told.Clear();
        var time = new QuickTime(100, now ?? Stored.AddMinutes(400));
        var clock = new ServiceClock(time);
        var environment = new EvidenceEnvironment
        {
            Client = _client,
            Traces = _traces,
            Clock = clock,
            Journal = _journal,
            Claims = new(_ => false, time, clock),
            User = "ada@box",
            Seeds = () => _seed,
            Time = time,
        };
        var attempts = await _journal.QueryAsync(new() { RunId = runId }, Cancel).ToListAsync(Cancel);
        attempts = [.. attempts.Where(one => !onlyUndecided || one.Attempt.Evidence is null).Take(part)];
        await new EvidenceGatherer(environment, options ?? new() { Timeout = TimeSpan.FromHours(1) }, _heard)
            .GatherAsync(attempts, cancellationToken ?? Cancel);
    }

    private async Task<RunSample?> SampleAsync(string runId = "run-1") => (await _journal.QueryRunsAsync(runId, Cancel).SingleAsync(Cancel)).Sample;

    private async Task<ResendRun> RunAsync() =>
        await new RunReader(_journal, new(_ => false, TimeProvider.System, null), _ => false, _ => true).ReadAsync("run-1", null, Cancel).SingleAsync(Cancel);
}
