using OnsDlq.Core.Tests.Pace;
using OnsDlq.Errors;
using OnsDlq.Pace;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class ServiceCallerTests
{
    private static readonly ServiceCall Query = new("A", new Dictionary<string, string>(), CallKind.Query);
    private static readonly ServiceCall Resend = Query with { Kind = CallKind.Resend };
    private readonly NoWaitTime _time = new();
    private readonly List<CallRecord> _records = [];

    [Fact]
    public async Task A_query_waits_longer_and_longer_between_tries()
    {
        var lost = ScriptedSender.Fails(ErrorId.ConnectionLost, RequestReach.Written);

        var error = await Assert.ThrowsAsync<ServiceException>(() => CallAsync(Query, new ScriptedSender(lost)));

        Assert.Same(lost, error);
        Assert.Equal(4, error.Tries);
        Assert.Equal([500, 1000, 2000], _time.Waits.Select(wait => wait.TotalMilliseconds));
        Assert.Equal([500, 1000, 2000, null], _records.Select(record => record.RetryIn?.TotalMilliseconds));
    }

    [Fact]
    public async Task A_turn_whose_try_is_not_made_is_given_to_others()
    {
        var pace = new FailingPace();
        var pending = new ServiceCaller(new ScriptedSender(), new FixedCredentials(), pace, _time, () => 0).Begin(Resend, new CallContext());
        await pending.TakeTurnAsync(TestContext.Current.CancellationToken);

        pending.GiveTurnBack();

        Assert.Single(pace.GivenBack);
    }

    [Fact]
    public async Task A_resend_that_is_lost_is_not_repeated()
    {
        var sender = new ScriptedSender(ScriptedSender.Fails(ErrorId.ConnectionLost, RequestReach.Written), null);

        await Assert.ThrowsAsync<ServiceException>(() => CallAsync(Resend, sender));

        Assert.Single(sender.Keys);
        Assert.Empty(_time.Waits);
    }

    [Theory]
    [InlineData("Query")]
    [InlineData("Resend")]
    public async Task A_throttled_call_goes_on_after_the_wait_the_service_asks_for(string kind)
    {
        var throttled = ScriptedSender.Fails(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User", retryAfter: 7);
        var sender = new ScriptedSender(throttled, null);

        var answer = await CallAsync(Query with { Kind = Enum.Parse<CallKind>(kind) }, sender);

        Assert.Equal(("R-good", 2), (answer.RequestId, answer.Tries));
        Assert.Equal(7, _time.Waits.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_call_that_is_throttled_for_good_outlasts_a_quota_of_a_minute()
    {
        var throttled = ScriptedSender.Fails(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User");

        var error = await Assert.ThrowsAsync<ServiceException>(() => CallAsync(Resend, new ScriptedSender(throttled), jitter: 0));

        Assert.Equal(8, error.Tries);
        Assert.True(_time.Waits.Sum(wait => wait.TotalSeconds) > 60);
    }

    [Fact]
    public async Task Each_try_is_given_keys_then_prepared_then_sent()
    {
        var order = new List<string>();
        var throttled = ScriptedSender.Fails(ErrorId.Throttled, RequestReach.Answered, 400, "Throttling.User");
        var (one, two) = (new AccessKey("one", "1"), new AccessKey("two", "2"));
        var credentials = new FixedCredentials(one, one, one, two);
        var sender = new ScriptedSender(throttled, null) { Sending = () => order.Add("sent") };

        await CallAsync(Resend, sender, credentials, prepare: (number, _) =>
        {
            order.Add($"try {number} with {credentials.Asked} keys given");
            return ValueTask.FromResult(Date.AddMinutes(number));
        });

        Assert.Equal(["try 1 with 2 keys given", "sent", "try 2 with 4 keys given", "sent"], order);
        Assert.Equal(["one", "two"], sender.Keys.Select(key => key.Id));
        Assert.Equal([Date.AddMinutes(1), Date.AddMinutes(2)], sender.Dates);
    }

    [Fact]
    public async Task A_try_that_nobody_dates_is_signed_with_now()
    {
        var sender = new ScriptedSender([null]);

        await CallAsync(Query, sender);

        Assert.Equal(_time.GetUtcNow(), Assert.Single(sender.Dates));
    }

    [Fact]
    public async Task A_query_whose_token_was_refused_is_repeated_once_where_there_is_another()
    {
        var refused = ScriptedSender.Fails(ErrorId.TokenRejected, RequestReach.Answered, 400, "InvalidSecurityToken.Expired");
        var old = new AccessKey("old", "1", "t");
        var young = new AccessKey("young", "2", "t");

        var renewed = new ScriptedSender(refused, null);
        await CallAsync(Query, renewed, new FixedCredentials(old, old, young));
        Assert.Equal([old, young], renewed.Keys);

        var stale = new ScriptedSender(refused, null);
        await Assert.ThrowsAsync<ServiceException>(() => CallAsync(Query, stale, new FixedCredentials(old, old, old with { })));
        Assert.Single(stale.Keys);

        var resend = new ScriptedSender(refused, null);
        await Assert.ThrowsAsync<ServiceException>(() => CallAsync(Resend, resend, new FixedCredentials(old, old, young)));
        Assert.Single(resend.Keys);
    }

    [Fact]
    public async Task Every_try_is_recorded_and_nothing_that_is_secret()
    {
        var sender = new ScriptedSender(ScriptedSender.Fails(ErrorId.ServiceError, RequestReach.Answered, 500, "InternalError"), null);

        await CallAsync(Query, sender, new FixedCredentials(new AccessKey("theid", "thesecret", "thetoken")));

        Assert.Equal(
            [
                new CallRecord("A", "host", 1, 500, "InternalError", "R-bad", TimeSpan.Zero, TimeSpan.FromMilliseconds(500)),
                new CallRecord("A", "host", 2, 200, null, "R-good", TimeSpan.Zero, null),
            ],
            _records);
    }

    [Fact]
    public async Task A_try_that_comes_too_late_for_its_slot_takes_another_turn_and_is_prepared_again()
    {
        // The turn before the second slot comes 250 ms early, since the first preparation took long; that is not enough for this one.
        var (dates, tries) = (new Queue<TimeSpan>([TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(400), TimeSpan.Zero]), new List<int>());
        var sender = new ScriptedSender([null]);

        var answer = await CallAsync(Resend, sender, prepare: async (number, token) =>
        {
            tries.Add(number);
            await Task.Delay(dates.Dequeue(), _time, token);
            return Date.AddSeconds(tries.Count);
        });

        Assert.Equal([1, 1, 1], tries);
        Assert.Equal((1, Date.AddSeconds(3)), (answer.Tries, Assert.Single(sender.Dates)));
    }

    [Fact]
    public async Task Calls_keep_the_pace_their_command_asks_for()
    {
        var left = new List<TimeSpan>();
        var sender = new ScriptedSender(null, null, null) { Sending = () => left.Add(TimeSpan.FromTicks(_time.GetTimestamp())) };
        var caller = new ServiceCaller(sender, new FixedCredentials(), new SharedPace("realm", new PaceSource(_time), _time), _time, () => 1);

        for (var i = 0; i < 3; i++)
            await caller.CallAsync(Query, new CallContext { RequestsPerSecond = 2.5 }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 400, 800], left.Select(at => at.TotalMilliseconds));
    }

    [Fact]
    public async Task A_pace_that_fails_once_the_call_has_left_changes_nothing()
    {
        var pace = new FailingPace();
        var accepted = await new ServiceCaller(new ScriptedSender([null]), new FixedCredentials(), pace, _time, () => 1)
            .CallAsync(Resend, new CallContext(), TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<ServiceException>(() =>
            new ServiceCaller(
                new ScriptedSender(ScriptedSender.Fails(ErrorId.ServiceError, RequestReach.Answered, 400, "ONS_SYSTEM_ERROR")),
                new FixedCredentials(), pace, _time, () => 1).CallAsync(Resend, new CallContext(), TestContext.Current.CancellationToken));

        Assert.Equal("R-good", accepted.RequestId);
        Assert.Equal("ONS_SYSTEM_ERROR", refused.Code);
    }

    [Theory]
    [InlineData(nameof(ErrorId.Throttled), 400, "ONS_SYSTEM_FLOW_CONTROL", null)]
    [InlineData(nameof(ErrorId.Throttled), 400, "BIZ_SOMETHING_NEW", 3.0)]
    [InlineData(nameof(ErrorId.ServiceError), 503, "ServiceUnavailable", null)]
    [InlineData(nameof(ErrorId.UnreadableAnswer), 429, null, null)]
    public async Task Whatever_asks_to_slow_down_slows_the_pace_though_a_resend_is_not_repeated(string fault, int status, string? code, double? retryAfter)
    {
        var pace = new NotedPace();
        var sender = new ScriptedSender(ScriptedSender.Fails(Enum.Parse<ErrorId>(fault), RequestReach.Answered, status, code, retryAfter));

        var error = await Assert.ThrowsAsync<ServiceException>(() => new ServiceCaller(sender, new FixedCredentials(), pace, _time, () => 1)
            .CallAsync(Resend, new CallContext(), TestContext.Current.CancellationToken));

        Assert.Equal((1, 0, 1), (pace.Slowed.Count, pace.Answered, error.Tries));
        Assert.Equal(retryAfter, Assert.Single(pace.Slowed)?.TotalSeconds);
    }

    [Fact]
    public async Task An_error_inside_200_that_asks_to_slow_down_slows_the_pace()
    {
        var pace = new NotedPace();
        var sender = new ScriptedSender([null]) { Inside = new ErrorBody("ONS_SYSTEM_FLOW_CONTROL", null, null, null, null) };

        await new ServiceCaller(sender, new FixedCredentials(), pace, _time, () => 1)
            .CallAsync(Resend, new CallContext(), TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (pace.Slowed.Count, pace.Answered));
    }

    [Fact]
    public async Task An_observer_that_fails_changes_nothing()
    {
        var caller = new ServiceCaller(
            new ScriptedSender([null]), new FixedCredentials(), new SharedPace("realm", new PaceSource(_time), _time), _time, () => 1);

        var answer = await caller.CallAsync(
            Resend, new CallContext { Observer = _ => throw new InvalidDataException() }, TestContext.Current.CancellationToken);

        Assert.Equal("R-good", answer.RequestId);
    }

    private static DateTimeOffset Date => new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private Task<ServiceAnswer> CallAsync(
        ServiceCall call,
        ScriptedSender sender,
        FixedCredentials? credentials = null,
        Func<int, CancellationToken, ValueTask<DateTimeOffset>>? prepare = null,
        double jitter = 1)
    {
        var caller = new ServiceCaller(
            sender, credentials ?? new FixedCredentials(), new SharedPace("realm", new PaceSource(_time), _time), _time, () => jitter);
        var context = new CallContext { Observer = _records.Add };
        return prepare is null
            ? caller.CallAsync(call, context, TestContext.Current.CancellationToken)
            : CallAsync(caller.Begin(call, context), prepare, TestContext.Current.CancellationToken);
    }

    private static async Task<ServiceAnswer> CallAsync(
        PendingCall pending, Func<int, CancellationToken, ValueTask<DateTimeOffset>> prepare, CancellationToken cancellationToken)
    {
        for (var number = 1; ;)
        {
            await pending.TakeTurnAsync(cancellationToken);
            var date = await prepare(number, cancellationToken);
            if (!await pending.LeaveAsync(cancellationToken)) continue;
            if (await pending.SendAsync(date, cancellationToken) is { } answer) return answer;
            number++;
        }
    }
}
