using System.Text.Json.Nodes;
using OnsDlq.Core.Tests.Operations;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.Signing;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Every fault of the sandbox, once with a resend and once with a query, compared with the sandbox's own count of deliveries.</summary>
public sealed class SandboxFaultTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    // Long enough to reach the sandbox over an open connection; an answer that never comes is not waited for longer.
    private static readonly TimeSpan ShortTry = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("acceptThenDrop", nameof(ErrorId.ConnectionLost), nameof(RequestReach.Written), null, 1)]
    [InlineData("acceptThenTimeout", nameof(ErrorId.TimedOut), nameof(RequestReach.Written), null, 1)]
    [InlineData("dropBefore", nameof(ErrorId.ConnectionLost), nameof(RequestReach.Written), null, 0)]
    [InlineData("timeout", nameof(ErrorId.TimedOut), nameof(RequestReach.Written), null, 0)]
    [InlineData("status:503", nameof(ErrorId.ServiceError), nameof(RequestReach.Answered), 503, 0)]
    [InlineData("status:500", nameof(ErrorId.ServiceError), nameof(RequestReach.Answered), 500, 0)]
    [InlineData("status:502", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 502, 0)]
    [InlineData("status:403", nameof(ErrorId.PermissionDenied), nameof(RequestReach.Answered), 403, 0)]
    [InlineData("garbage", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 200, 1)]
    [InlineData("halfBody", nameof(ErrorId.ConnectionLost), nameof(RequestReach.Written), null, 1)]
    [InlineData("slowBody:3600000", nameof(ErrorId.TimedOut), nameof(RequestReach.Written), null, 1)]
    [InlineData("html", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 200, 0)]
    [InlineData("xmlError", nameof(ErrorId.InvalidParameter), nameof(RequestReach.Answered), 400, 0)]
    [InlineData("redirect:307", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 307, 0)]
    [InlineData("redirect:302", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 302, 0)]
    [InlineData("challenge:401", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 401, 0)]
    [InlineData("challenge:407", nameof(ErrorId.UnreadableAnswer), nameof(RequestReach.Written), 407, 0)]
    public async Task A_resend_that_meets_a_fault_is_sent_once_and_says_how_far_it_got(string fault, string kind, string reach, int? status, int deliveries)
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open(TimeProvider.System);
        Assert.NotNull(await GetAsync(connection.Client, message)); // so that the connection is already open, which is the usual case
        await fixture.Sandbox.AddFaultAsync(ResendCodec.Action, fault, nth: 1, msgId: message.MsgId, cancellationToken: Cancellation);

        var error = await Hostile.FailsAsync(connection.ResendAsync(message, new CallContext { TryTimeout = Limit(kind) }, Cancellation));

        Assert.Equal((kind, reach, status, 1), (error.Id.ToString(), error.Reach.ToString(), error.StatusCode, error.Tries));
        Assert.Equal(deliveries, await fixture.DeliveriesOfAsync(message));
    }

    [Theory]
    [InlineData("none", 1, null, 0, 1)]
    [InlineData("throttle", 2, null, 0, 1)]
    [InlineData("status:429", 2, null, 0, 1)]
    [InlineData("slowBody:50", 1, null, 0, 1)]
    [InlineData("errorInside200", 1, "ONS_SYSTEM_ERROR", 0, 0)]
    [InlineData("otherId", 1, null, 1, 1)]
    public async Task A_resend_that_is_answered_gives_the_answer(string fault, int tries, string? code, int listed, int deliveries)
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open();
        if (fault != "none")
            await fixture.Sandbox.AddFaultAsync(ResendCodec.Action, fault, nth: 1, msgId: message.MsgId, cancellationToken: Cancellation);

        var answer = await connection.ResendAsync(message, Hostile.Context, Cancellation);

        Assert.Equal((tries, code, listed), (answer.Tries, answer.ErrorCode, answer.ListedMsgIds.Count));
        Assert.False(string.IsNullOrEmpty(answer.RequestId));
        Assert.DoesNotContain(message.MsgId, answer.ListedMsgIds);
        Assert.Equal(deliveries, await fixture.DeliveriesOfAsync(message));
    }

    [Theory]
    [InlineData("{'fault':'status:400','code':'SomethingNew','retryAfterMs':20,'times':2}", 3, 1)]
    [InlineData("{'fault':'status:429','code':'TooManyRequests','times':2}", 3, 1)]
    [InlineData("{'fault':'status:400','code':'ONS_SYSTEM_FLOW_CONTROL','retryAfterMs':20}", 1, 0)]
    [InlineData("{'fault':'status:503','retryAfterMs':20}", 1, 0)]
    public async Task A_resend_is_tried_again_only_where_throttling_proves_that_it_was_not_executed(string fault, int tries, int deliveries)
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open();
        var rule = JsonNode.Parse(fault.Replace('\'', '"'))!.AsObject();
        (rule["action"], rule["msgId"]) = (ResendCodec.Action, message.MsgId);
        await fixture.Sandbox.AddFaultsAsync(new JsonArray(rule), Cancellation);

        var call = connection.ResendAsync(message, Hostile.Context, Cancellation);

        if (deliveries > 0)
        {
            Assert.Equal(tries, (await call).Tries);
        }
        else
        {
            var error = await Hostile.FailsAsync(call);
            Assert.Equal((tries, ResendStatus.Unknown), (error.Tries, ResendClassifier.Judge(error).Status));
        }

        Assert.Equal(deliveries, await fixture.DeliveriesOfAsync(message));
    }

    [Theory]
    [InlineData("acceptThenDrop")]
    [InlineData("acceptThenTimeout")]
    [InlineData("dropBefore")]
    [InlineData("timeout")]
    [InlineData("throttle")]
    [InlineData("status:503")]
    [InlineData("status:500")]
    [InlineData("status:502")]
    [InlineData("halfBody")]
    public async Task A_query_that_meets_passing_trouble_is_repeated(string fault)
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open(TimeProvider.System);
        Assert.NotNull(await GetAsync(connection.Client, message));
        await fixture.Sandbox.AddFaultAsync(GetByIdCodec.Action, fault, nth: 1, msgId: message.MsgId, cancellationToken: Cancellation);
        var records = new List<CallRecord>();
        var limit = fault.Contains("imeout", StringComparison.Ordinal) ? ShortTry : TimeSpan.FromSeconds(30);

        var entry = await connection.Client.GetByIdAsync(
            message.GroupId, message.MsgId, message.InstanceId, new CallContext { TryTimeout = limit, Observer = records.Add }, Cancellation);

        Assert.Equal(message.MsgId, entry!.MsgId);
        Assert.Equal([1, 2], records.Select(record => record.Try));
    }

    [Theory]
    [InlineData("garbage", nameof(ErrorId.UnreadableAnswer))]
    [InlineData("html", nameof(ErrorId.UnreadableAnswer))]
    [InlineData("xmlError", nameof(ErrorId.InvalidParameter))]
    [InlineData("errorInside200", nameof(ErrorId.ServiceError))]
    [InlineData("redirect:307", nameof(ErrorId.UnreadableAnswer))]
    [InlineData("challenge:401", nameof(ErrorId.UnreadableAnswer))]
    public async Task A_query_that_meets_lasting_trouble_is_not_repeated(string fault, string kind)
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open();
        await fixture.Sandbox.AddFaultAsync(GetByIdCodec.Action, fault, nth: 1, msgId: message.MsgId, cancellationToken: Cancellation);

        var error = await Hostile.FailsAsync(GetAsync(connection.Client, message));

        Assert.Equal((kind, 1), (error.Id.ToString(), error.Tries));
    }

    [Fact]
    public async Task A_page_is_listed()
    {
        var message = await fixture.AddMessageAsync("GID_listed");
        using var connection = fixture.Open();
        var now = TimeProvider.System.GetUtcNow();

        var page = await connection.Client.QueryPageAsync(
            new DeadLetterPageQuery(message.GroupId, message.InstanceId, now.AddDays(-2), now.AddHours(1), 1, 50, null), Hostile.Context, Cancellation);
        var none = await connection.Client.QueryPageAsync(
            new DeadLetterPageQuery(message.GroupId, message.InstanceId, now.AddDays(-3), now.AddDays(-2), 1, 50, null), Hostile.Context, Cancellation);

        var entry = Assert.Single(page.Entries);
        Assert.Equal((message.MsgId, "orders", message.InstanceId), (entry.MsgId, entry.Topic, entry.InstanceId));
        Assert.NotNull(page.TaskId);
        Assert.Empty(none.Entries);
    }

    [Fact]
    public async Task A_message_that_is_not_there_is_none()
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open();

        Assert.Null(await GetAsync(connection.Client, message with { MsgId = new string('0', 32) }));
    }

    [Fact]
    public async Task A_wrong_secret_is_told_without_showing_anything()
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open(secret: "notthesecret");

        var error = await Hostile.FailsAsync(connection.ResendAsync(message, Hostile.Context, Cancellation));

        Assert.Equal((ErrorId.SignatureRejected, RequestReach.Answered, 1), (error.Id, error.Reach, error.Tries));
        Assert.DoesNotContain(fixture.Sandbox.AccessKeyId, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("notthesecret", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await fixture.DeliveriesOfAsync(message));
    }

    [Fact]
    public async Task A_wrong_secret_of_temporary_keys_shows_no_token_though_the_service_echoes_it()
    {
        var message = await fixture.AddMessageAsync();
        await fixture.Sandbox.AddKeyAsync("STS.echoed", "right", securityToken: "CAIS+secret/token==", cancellationToken: Cancellation);
        using var connection = fixture.Open(key: new AccessKey("STS.echoed", "wrong", "CAIS+secret/token=="));

        var error = await Hostile.FailsAsync(connection.ResendAsync(message, Hostile.Context, Cancellation));

        Assert.Equal("SignatureDoesNotMatch: Specified signature does not match our calculation [redacted]", error.Message);
        Assert.All(["CAIS", "token=="], part => Assert.DoesNotContain(part, error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_off_is_told()
    {
        var message = await fixture.AddMessageAsync();
        using var connection = fixture.Open(new NoWaitTime(TimeProvider.System.GetUtcNow().AddHours(-1)));

        var error = await Hostile.FailsAsync(connection.ResendAsync(message, Hostile.Context, Cancellation));

        Assert.Equal((ErrorId.ClockSkew, RequestReach.Answered, 1), (error.Id, error.Reach, error.Tries));
    }

    [Fact]
    public async Task Of_ten_resends_the_third_of_which_is_lost_ten_are_delivered_and_nine_accepted()
    {
        using var connection = fixture.Open();
        var messages = new List<MessageReference>();
        for (var i = 0; i < 10; i++) messages.Add(await fixture.AddMessageAsync());
        await fixture.Sandbox.AddFaultAsync(ResendCodec.Action, "acceptThenDrop", nth: 1, msgId: messages[2].MsgId, cancellationToken: Cancellation);

        var taken = new List<string>();
        foreach (var message in messages)
        {
            var call = connection.ResendAsync(message, Hostile.Context, Cancellation);
            if (message == messages[2]) Assert.Equal(RequestReach.Written, (await Hostile.FailsAsync(call)).Reach);
            else taken.Add((await call).RequestId!);
        }

        Assert.Equal(9, taken.Distinct().Count());
        foreach (var message in messages) Assert.Equal(1, await fixture.DeliveriesOfAsync(message));
    }

    private static TimeSpan Limit(string kind) => kind == nameof(ErrorId.TimedOut) ? ShortTry : TimeSpan.FromSeconds(30);

    private static Task<DeadLetter?> GetAsync(IDeadLetterClient client, MessageReference message) =>
        client.GetByIdAsync(message.GroupId, message.MsgId, message.InstanceId, new CallContext { TryTimeout = NoWaitTime.Never }, Cancellation);
}
