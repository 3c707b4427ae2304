using OnsDlq.Consumers;
using OnsDlq.Errors;
using OnsDlq.Operations;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Consumers;

/// <summary>Which operations are called, and what becomes of one that fails.</summary>
public sealed class ConsumerHealthReaderTests : IConsumerClient
{
    private static readonly ConsumerStatus Whole = new() { Online = true, SubscriptionSame = true, Topics = ["orders"], Rates = [] };

    private readonly List<string> _calls = [];
    private readonly Dictionary<string, ServiceException> _failures = [];
    private ConsumerStatus _status = Whole;
    private IReadOnlyList<string>? _topics = ["orders"];

    [Fact]
    public async Task One_call_suffices_where_it_says_everything()
    {
        var health = await ReadAsync();

        Assert.Equal("Ready", health.Verdict);
        Assert.Equal(["status"], _calls);
    }

    [Fact]
    public async Task An_offline_group_needs_no_further_call()
    {
        _status = new ConsumerStatus { Online = false };

        Assert.Equal(["Offline"], (await ReadAsync()).Reason);
        Assert.Equal(["status"], _calls);
    }

    [Fact]
    public async Task Without_the_permission_for_one_the_others_are_asked_and_what_is_not_known_is_said()
    {
        Fail("status", ErrorId.PermissionDenied);

        var health = await ReadAsync("gone");

        Assert.Equal(["status", "progress", "topics"], _calls);
        Assert.Equal(("NotReady", true, 5L), (health.Verdict, health.Online, health.Backlog));
        Assert.Equal(["TopicNotSubscribed", "NotKnown"], health.Reason);
        Assert.Contains("OnsGroupSubDetail", health.Fact[0], StringComparison.Ordinal);
        Assert.Contains("failed with PermissionDenied", health.Fact[1], StringComparison.Ordinal);
        Assert.Null(health.SubscriptionSame);
    }

    [Fact]
    public async Task Where_everything_fails_the_first_error_is_the_answer()
    {
        foreach (var name in new[] { "status", "progress", "topics" }) Fail(name, ErrorId.PermissionDenied, name);

        var error = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync());

        Assert.Equal(("status", 3), (error.Code, _calls.Count));
    }

    [Theory]
    [InlineData("ServiceUnreachable")]
    [InlineData("AccessKeyNotFound")]
    [InlineData("GroupNotFound")]
    public async Task An_error_that_every_call_would_meet_is_thrown_at_once(string errorId)
    {
        Fail("status", Enum.Parse<ErrorId>(errorId));

        await Assert.ThrowsAsync<ServiceException>(() => ReadAsync());
        Assert.Equal(["status"], _calls);
    }

    [Fact]
    public async Task Subscriptions_that_the_status_lacks_are_asked_for_where_the_instance_is_known()
    {
        _status = Whole with { Topics = null };

        Assert.Equal(["orders"], (await ReadAsync()).SubscribedTopic);
        Assert.Null((await ReadAsync(instanceId: null)).SubscribedTopic);
        Assert.Equal(["status", "topics", "status"], _calls);
    }

    [Fact]
    public async Task Topics_that_are_not_told_are_not_called_missing()
    {
        (_status, _topics) = (Whole with { Topics = null }, null);

        Assert.Equal("Ready", (await ReadAsync("gone")).Verdict);
    }

    Task<ConsumerStatus> IConsumerClient.GetStatusAsync(
        string groupId, string? instanceId, bool detail, CallContext context, CancellationToken cancellationToken) =>
        AnswerAsync("status", detail ? _status : throw new InvalidOperationException("Details are needed."));

    Task<ConsumerProgress> IConsumerClient.GetProgressAsync(
        string groupId, string? instanceId, CallContext context, CancellationToken cancellationToken) =>
        AnswerAsync("progress", new ConsumerProgress { Online = true, Backlog = 5 });

    Task<IReadOnlyList<string>?> IConsumerClient.GetTopicsAsync(
        string groupId, string instanceId, CallContext context, CancellationToken cancellationToken) => AnswerAsync("topics", _topics);

    private async Task<T> AnswerAsync<T>(string call, T answer)
    {
        _calls.Add(call);
        await Task.Yield();
        return _failures.TryGetValue(call, out var failure) ? throw failure : answer;
    }

    private void Fail(string call, ErrorId id, string? code = null) => _failures[call] = Failure.Of(id, RequestReach.Answered, 403, code);

    private Task<ConsumerHealth> ReadAsync(string topic = "orders", string? instanceId = "MQ_INST_1") =>
        new ConsumerHealthReader(this, "cn-hangzhou", new CallContext(), TimeProvider.System)
            .ReadAsync("GID_a", instanceId, [topic], TestContext.Current.CancellationToken);
}
