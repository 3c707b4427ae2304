using OnsDlq.Core.Tests.Transport;
using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Operations;
using OnsDlq.Signing;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Operations;

public sealed class DeadLetterClientTests
{
    private const string None = """{"RequestId":"R-0","Code":"BIZ_NO_MESSAGE","Message":"nothing"}""";

    private static readonly DeadLetterPageQuery Query = new(
        "GID_x", null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), 1, 50, null);

    [Theory]
    [InlineData(400, None)]
    [InlineData(200, None)]
    [InlineData(404, "<Error><RequestId>R-0</RequestId><Code>BIZ_NO_MESSAGE</Code></Error>")]
    public async Task No_message_is_none_and_no_error(int status, string body)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(status, body));
        using var connection = Hostile.Open(server.Address);

        var page = await connection.Client.QueryPageAsync(Query, Hostile.Context, TestContext.Current.CancellationToken);

        Assert.Equal(("R-0", 0), (page.RequestId, page.MaxPageCount));
        Assert.Empty(page.Entries);
        Assert.Null(await connection.GetAsync());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_listing_with_an_entry_without_ID_is_an_error()
    {
        await using var server = HostileServer.Start(
            false, HostileAnswer.Reply(200, """{"RequestId":"R-1","MsgFoundDo":{"MsgFoundList":{"OnsRestMessageDo":[{"Topic":"t"}]}}}"""));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.Client.QueryPageAsync(Query, Hostile.Context, TestContext.Current.CancellationToken));

        Assert.Equal((ErrorId.UnreadableAnswer, "R-1"), (error.Id, error.RequestId));
    }

    [Theory]
    [InlineData("0BC2", "MQ_INST_1", "message 0BC2")]
    [InlineData("0BC1", "MQ_INST_9", "instance MQ_INST_9")]
    public async Task A_look_up_that_tells_of_another_message_is_refused(string msgId, string instanceId, string says)
    {
        var body = $$$"""{"RequestId":"R-1","Data":{"MsgId":"{{{msgId}}}","InstanceId":"{{{instanceId}}}","StoreTimestamp":5}}""";
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, body));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(
            connection.Client.GetByIdAsync("GID_test", "0BC1", "MQ_INST_1", Hostile.Context, TestContext.Current.CancellationToken));

        Assert.Equal((ErrorId.MessageMismatch, "R-1", RequestReach.Answered), (error.Id, error.RequestId, error.Reach));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_is_what_the_official_SDK_sends()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken, "x-acs-request-id: R-header"));
        using var connection = Hostile.Open(server.Address);

        await connection.ResendAsync();

        var request = server.Requests.Single();
        Assert.StartsWith("POST /?GroupId=GID_test&InstanceId=MQ_INST_1&MsgId=0BC1 HTTP/1.1\r\n", request.Head, StringComparison.Ordinal);
        Assert.Equal(server.Address.Authority, request.Header("host"));
        Assert.Equal("0", request.Header("content-length"));
        Assert.Equal("application/json", request.Header("accept"));
        Assert.Matches(@"^OnsDlq/\d+\.\d+\.\d+$", request.Header("user-agent"));
        Assert.Equal(
            ("OnsDLQMessageResendById", "2019-02-14", "n1"),
            (request.Header("x-acs-action"), request.Header("x-acs-version"), request.Header("x-acs-signature-nonce")));
        Assert.StartsWith("ACS3-HMAC-SHA256 Credential=testid,", request.Header("authorization"), StringComparison.Ordinal);
        Assert.Null(request.Header("traceparent"));
        Assert.Null(request.Header("cookie"));
    }

    [Theory]
    [InlineData("GID test*~é/+&=?#%", "GroupId=GID%20test%2A~%C3%A9%2F%2B%26%3D%3F%23%25&")]
    [InlineData("../..//%2e", "GroupId=..%2F..%2F%2F%252e&")]
    public async Task Parameters_go_out_as_they_were_signed(string groupId, string query)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(server.Address);

        await connection.ResendAsync(Hostile.Message with { GroupId = groupId }, Hostile.Context, TestContext.Current.CancellationToken);

        Assert.StartsWith("POST /?" + query, server.Requests.Single().Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_ID_is_taken_from_the_header_where_the_body_has_none()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, "{}", "x-acs-request-id: R-header"));
        using var connection = Hostile.Open(server.Address);

        Assert.Equal("R-header", (await connection.ResendAsync()).RequestId);
    }

    [Fact]
    public async Task A_key_that_no_header_can_carry_is_not_sent()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(server.Address, credentials: new FixedCredentials(new AccessKey("id\r\nX-Evil: 1", "secret")));

        var error = await Assert.ThrowsAsync<CredentialsException>(() => connection.ResendAsync());

        Assert.Equal(ErrorId.InvalidCredentials, error.Id);
        Assert.Empty(server.Requests);
    }
}
