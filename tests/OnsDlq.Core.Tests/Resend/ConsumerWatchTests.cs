using System.Collections.Concurrent;
using System.Threading.Channels;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Resend;

/// <summary>The looks of a run at the consumers, on a clock that the test advances.</summary>
public sealed class ConsumerWatchTests : IAsyncDisposable, IResendListener
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly ResendStage _stage = new ResendStage().KnowTime();
    private readonly PlayedConsumers _consumers = new();
    private readonly Channel<string> _warnings = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _notices = new();

    public ConsumerWatchTests() => _stage.Consumers = _consumers;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ResendOptions Options => new() { ThrottleLimit = 1, Calls = new() { Notice = _notices.Enqueue } };

    void IResendListener.Queueing(GuardedMessage message)
    {
    }

    void IResendListener.Repeated(MessageReference message)
    {
    }

    void IResendListener.Warn(string text) => _warnings.Writer.TryWrite(text);

    void IResendListener.Tell(string text)
    {
    }

    [Fact]
    public async Task A_group_that_is_online_and_consistent_is_looked_at_once_and_nothing_is_said()
    {
        var outcomes = await RunAsync(Options, 3);

        Assert.All(outcomes, outcome => Assert.Equal(StatusName.Accepted, outcome.Result.Status));
        Assert.Equal(["status GID_orders"], _consumers.Looks);
        Assert.Empty(Warnings());
        Assert.Empty(_notices);
    }

    [Fact]
    public async Task A_group_that_is_offline_at_the_start_is_one_warning_and_everything_is_sent()
    {
        _consumers.Online[ResendStage.Group] = false;

        var outcomes = await RunAsync(Options, 3);

        Assert.All(outcomes, outcome => Assert.Equal(StatusName.Accepted, outcome.Result.Status));
        Assert.Contains("GID_orders is online (OnsConsumerStatus: Online is False)", Assert.Single(Warnings()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscriptions_that_differ_are_one_warning_and_everything_is_sent()
    {
        _consumers.SubscriptionSame = false;

        var outcomes = await RunAsync(Options, 3);

        Assert.All(outcomes, outcome => Assert.Equal(StatusName.Accepted, outcome.Result.Status));
        Assert.Contains("SubscriptionSame is False", Assert.Single(Warnings()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PermissionDenied")]
    [InlineData("TimedOut")]
    [InlineData("Throttled")]
    [InlineData("ServiceUnreachable")]
    [InlineData("AccessKeyNotFound")]
    [InlineData(null)]
    public async Task A_look_that_fails_is_a_notice_and_everything_is_sent(string? errorId)
    {
        _consumers.Answering = (_, _) => throw (errorId is null
            ? new InvalidOperationException("defect")
            : Failure.Of(Enum.Parse<ErrorId>(errorId), RequestReach.Written));

        var outcomes = await RunAsync(Options, 3);

        Assert.All(outcomes, outcome => Assert.Equal(StatusName.Accepted, outcome.Result.Status));
        Assert.Contains("resent all the same", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task An_answer_without_the_members_changes_nothing()
    {
        _consumers.Online[ResendStage.Group] = null;
        _consumers.SubscriptionSame = null;

        Assert.Equal(3, (await RunAsync(Options, 3)).Count);
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task A_first_look_without_an_answer_holds_the_run_back_for_two_seconds_in_all()
    {
        _consumers.Answering = (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, token);
        var engine = Start(Options);
        await GiveAsync(engine, "A1");
        await WaitedForAsync(ConsumerWatch.Patience);
        Assert.Empty(_stage.Service.Deliveries);

        _stage.Time.Advance(ConsumerWatch.Patience);

        Assert.Equal("A1", (await NextAsync(engine)).Result.MsgId);
        await GiveAsync(engine, "A2", "GID_other");
        Assert.Equal("A2", (await NextAsync(engine)).Result.MsgId);
        Assert.Equal(["status GID_orders", "status GID_other"], _consumers.Looks.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_wish_to_look_or_to_send_there_is_no_look(bool ignores)
    {
        _consumers.Online[ResendStage.Group] = false;
        var options = Options with { IgnoreConsumer = ignores, Calls = Options.Calls with { IsWhatIf = !ignores } };

        Assert.Equal(3, (await RunAsync(options, 3)).Count);
        Assert.Empty(_consumers.Looks);
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Each_group_is_looked_at_once()
    {
        var engine = Start(Options);
        string[] groups = ["GID_a", "GID_b", "gid_A", "MQ_INST_1%GID_b", "GID_a"];
        foreach (var (group, number) in groups.Select((group, index) => (group, index))) await GiveAsync(engine, $"A{number}", group);
        engine.Complete();

        Assert.Equal(5, (await ResendStage.AllAsync(engine)).Count);
        Assert.Equal(["status GID_a", "status GID_b"], _consumers.Looks.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_group_that_goes_offline_pauses_the_run_until_it_is_online_again()
    {
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await PauseAsync();

        await HoldAsync(engine, "A2");
        await LookAsync("progress GID_orders");
        Assert.Equal(["A1"], _stage.Service.Deliveries.Keys);
        Assert.False(engine.Outcomes.TryRead(out _));

        _consumers.Online[ResendStage.Group] = true;
        await LookAsync("progress GID_orders");
        Assert.Contains("online again", await _warnings.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel), StringComparison.Ordinal);
        Assert.Equal(("A2", StatusName.Accepted), await StatusAsync(engine));
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task After_ten_minutes_offline_the_rest_is_not_sent_and_the_error_says_why()
    {
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await PauseAsync();
        await HoldAsync(engine, "A2");
        for (var minute = 1; minute < 10; minute++)
        {
            await LookAsync("progress GID_orders");
            Assert.Null(engine.Fault);
        }

        await LookAsync("progress GID_orders");

        Assert.Equal(("A2", StatusName.Skipped), await StatusAsync(engine));
        await GiveAsync(engine, "A3");
        engine.Complete();
        Assert.Equal(ReasonName.RunStopped, Assert.Single(await ResendStage.AllAsync(engine)).Result.Reason);
        Assert.Equal(ErrorId.ConsumerOffline, Assert.IsType<OnsDlqException>(engine.Fault).Id);
        Assert.Equal(["A1"], _stage.Service.Deliveries.Keys);
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task A_look_that_fails_does_not_end_a_pause()
    {
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await PauseAsync();
        await HoldAsync(engine, "A2");
        _consumers.Answering = (_, _) => throw Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered);
        for (var minute = 1; minute < 10; minute++) await LookAsync("progress GID_orders");
        Assert.Equal(["A1"], _stage.Service.Deliveries.Keys);

        await LookAsync("progress GID_orders");

        Assert.Equal(("A2", StatusName.Skipped), await StatusAsync(engine));
    }

    [Fact]
    public async Task A_stop_ends_a_pause_at_once()
    {
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await PauseAsync();
        await HoldAsync(engine, "A2");

        engine.Stop();

        Assert.Equal(("A2", StatusName.Skipped), await StatusAsync(engine));
        await engine.Completion.WaitAsync(Guard, Cancel);
        Assert.Null(engine.Fault);
    }

    [Fact]
    public async Task A_group_that_was_offline_from_the_start_does_not_pause_the_run()
    {
        _consumers.Online[ResendStage.Group] = false;
        var engine = Start(Options);
        await SendFirstAsync(engine);
        Assert.Single(Warnings());

        await LookAsync("progress GID_orders");
        await GiveAsync(engine, "A2");

        Assert.Equal(("A2", StatusName.Accepted), await StatusAsync(engine));
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task A_group_that_the_run_is_done_with_is_not_looked_at_again()
    {
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await LookAsync("progress GID_orders");
        await GiveAsync(engine, "A2", "GID_other");
        Assert.Equal(("A2", StatusName.Accepted), await StatusAsync(engine));
        _consumers.Online[ResendStage.Group] = false;

        await LookAsync("status GID_other", advance: false);
        await LookAsync("progress GID_other");
        await GiveAsync(engine, "A3", "GID_other");

        Assert.Equal(("A3", StatusName.Accepted), await StatusAsync(engine));
        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task A_missing_permission_is_a_notice_once()
    {
        _consumers.Answering = (operation, _) => operation == "status" ? Task.CompletedTask : throw Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered);
        var engine = Start(Options);
        await SendFirstAsync(engine);
        await LookAsync("progress GID_orders");
        await GiveAsync(engine, "A2");
        Assert.Equal(("A2", StatusName.Accepted), await StatusAsync(engine));

        await WaitedForAsync(ConsumerWatch.Period);
        _stage.Time.Advance(ConsumerWatch.Period);
        await WaitedForAsync(ConsumerWatch.Period);

        Assert.Equal(2, _consumers.Looks.Count);
        Assert.Single(_notices);
    }

    [Fact]
    public async Task A_person_is_asked_only_after_the_look()
    {
        _consumers.Online[ResendStage.Group] = false;
        var engine = Start(Options);

        var guarded = await engine.DecideAsync(_stage.Listed(), Cancel).WaitAsync(Guard, Cancel);

        Assert.NotNull(guarded);
        Assert.Single(Warnings());
    }

    public async ValueTask DisposeAsync() => await _stage.DisposeAsync();

    private ResendEngine Start(ResendOptions options) => _stage.Start(options, listener: this);

    private async Task<List<ResendOutcome>> RunAsync(ResendOptions options, int count)
    {
        var engine = Start(options);
        for (var number = 1; number <= count; number++) await GiveAsync(engine, $"A{number}");
        engine.Complete();
        return await ResendStage.AllAsync(engine);
    }

    private async Task GiveAsync(ResendEngine engine, string msgId, string groupId = ResendStage.Group) =>
        await engine.GiveAsync(_stage.Listed(msgId) with { GroupId = groupId }, Cancel).AsTask().WaitAsync(Guard, Cancel);

    private async Task SendFirstAsync(ResendEngine engine)
    {
        await GiveAsync(engine, "A1");
        Assert.Equal(("A1", StatusName.Accepted), await StatusAsync(engine));
        Assert.Equal("status GID_orders", await _consumers.NextAsync(Cancel).WaitAsync(Guard, Cancel));
    }

    private async Task PauseAsync()
    {
        _consumers.Online[ResendStage.Group] = false;
        await LookAsync("progress GID_orders");
        Assert.Contains("paused", await _warnings.Reader.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel), StringComparison.Ordinal);
    }

    // Gives a message whose sender waits for the end of the pause.
    private async Task HoldAsync(ResendEngine engine, string msgId)
    {
        await GiveAsync(engine, msgId);
        await WaitedForAsync(ConsumerWatch.LongestPause);
    }

    // Advances to the next look, and waits for it.
    private async Task LookAsync(string expected, bool advance = true)
    {
        if (advance)
        {
            await WaitedForAsync(ConsumerWatch.Period);
            _stage.Time.Advance(ConsumerWatch.Period);
        }

        Assert.Equal(expected, await _consumers.NextAsync(Cancel).WaitAsync(Guard, Cancel));
    }

    private Task<TimeSpan> WaitedForAsync(TimeSpan length) => _stage.Time.WaitedForAsync(length, Cancel).WaitAsync(Guard, Cancel);

    private static async Task<ResendOutcome> NextAsync(ResendEngine engine) => await engine.Outcomes.ReadAsync(Cancel).AsTask().WaitAsync(Guard, Cancel);

    private static async Task<(string MsgId, string Status)> StatusAsync(ResendEngine engine)
    {
        var result = (await NextAsync(engine)).Result;
        return (result.MsgId, result.Status);
    }

    private IEnumerable<string> Warnings()
    {
        while (_warnings.Reader.TryRead(out var warning)) yield return warning;
    }
}
