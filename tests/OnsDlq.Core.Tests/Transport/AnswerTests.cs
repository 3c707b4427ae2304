using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Errors;
using OnsDlq.Signing;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Answers that are invalid, cut off or late: how they are reported, and that the resend is not repeated.</summary>
public sealed class AnswerTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n";
    private const string Error = """{"RequestId":"R-9","HostId":"h","Code":"Forbidden.RAM","Message":"You may not.","Recommend":"https://help","AccessDeniedDetail":{"AuthAction":"mq:ResendDLQMessage","PolicyType":"x"}}""";

    public static TheoryData<bool, string, string> Broken => Both(
        ("closed without a byte", ""),
        ("half a status line", "HTTP/1.1 2"),
        ("half of the headers", "HTTP/1.1 200 OK\r\nContent-Le"),
        ("half of the body", Head + "{\"RequestId\":\"R-1\","),
        ("half of a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"RequestId\""),
        ("chunks without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"));

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_answer_that_breaks_off_is_a_lost_connection(bool tls, string what, string bytes)
    {
        Assert.NotEmpty(what);
        await using var server = HostileServer.Start(tls, HostileAnswer.Raw(bytes));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());
        Assert.Equal((ErrorId.ConnectionLost, RequestReach.Written, 1), (error.Id, error.Reach, error.Tries));
        Assert.Single(server.Requests);

        error = await Hostile.FailsAsync(connection.GetAsync());
        Assert.Equal((ErrorId.ConnectionLost, RequestReach.Written, 4), (error.Id, error.Reach, error.Tries));
        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Head + "{\"Requ")]
    public async Task A_connection_that_is_reset_is_a_lost_connection(string bytes)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reset(bytes));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ConnectionLost, RequestReach.Written, 1), (error.Id, error.Reach, error.Tries));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, "HTTP/1.1 200 OK\r\n")]
    [InlineData(false, Head + "{\"RequestId\":")]
    [InlineData(true, Head + "{\"RequestId\":")]
    public async Task An_answer_that_is_not_whole_in_time_is_timed_out(bool tls, string bytes)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Stall(bytes));
        var time = new FakeTimeProvider();
        using var connection = Hostile.Open(server.Address, time);

        var call = connection.ResendAsync(new CallContext { TryTimeout = TimeSpan.FromSeconds(30) });
        await server.ReceivedAsync();
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(30));
        var error = await Hostile.FailsAsync(call);

        Assert.Equal((ErrorId.TimedOut, RequestReach.Written, 1), (error.Id, error.Reach, error.Tries));
        Assert.Contains("30 s", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    public static TheoryData<bool, string, string> Foreign => Both(
        ("an empty body", ""),
        ("an HTML page of 41 bytes, title 'Log in'", "<html><title>Log in</title>Please.</html>"),
        ("an HTML page of 30 bytes", "<!doctype HTML><p>\u001b[31mred</p>"),
        ("title 'a [31m& b'", "<html><title>a\u001b[31m&amp;\u0007b</title>"),
        ("XML of 16 bytes that is no error of the service", "<Answer>1</Answer>"[..16]),
        ("JSON of 7 bytes that is damaged", "{\"Reque"[..7]),
        ("2 bytes that are no JSON", "[]"),
        ("4 bytes that are no JSON", "null"),
        ("3 bytes that are no JSON", "\u00ff\u00fe\u0000"));

    [Theory]
    [MemberData(nameof(Foreign))]
    public async Task What_is_not_the_services_is_unreadable(bool tls, string hint, string body)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Reply(200, Encoding.Latin1.GetBytes(body)));
        using var connection = Hostile.Open(server.Address);

        foreach (var call in new Task[] { connection.ResendAsync(), connection.GetAsync() })
        {
            var error = await Hostile.FailsAsync(call);
            Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written, 200, 1), (error.Id, error.Reach, error.StatusCode!.Value, error.Tries));
            Assert.Contains(hint, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, char.IsControl);
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Ten_MiB_of_garbage_are_not_read_to_the_end()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, new byte[10 * 1024 * 1024]));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written), (error.Id, error.Reach));
        Assert.Contains("more than 8 MiB", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Headers_without_end_are_not_read_to_the_end()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Raw("HTTP/1.1 200 OK\r\nX: " + new string('x', 1024 * 1024)));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal(RequestReach.Written, error.Reach);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_is_compressed_unasked_is_unreadable()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(HostileAnswer.Taken), TestContext.Current.CancellationToken);
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, packed.ToArray(), "Content-Encoding: gzip"));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written), (error.Id, error.Reach));
        Assert.Contains("gzip", error.Message, StringComparison.Ordinal);
        Assert.Null(server.Requests.Single().Header("Accept-Encoding"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_JSON_error_is_told_by_its_code(bool tls)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Reply(403, Error, "x-acs-request-id: R-header"));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.PermissionDenied, RequestReach.Answered, 403, 1), (error.Id, error.Reach, error.StatusCode!.Value, error.Tries));
        Assert.Equal(("Forbidden.RAM", "R-9", "https://help", "mq:ResendDLQMessage"), (error.Code, error.RequestId, error.Recommend, error.DeniedAction));
        Assert.Equal("Forbidden.RAM: You may not.", error.Message);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"Code":"NoPermission","AccessDeniedDetail":{"AuthAction":"mq:X","NoPermissionType":"ExplicitDeny"}}""", true)]
    [InlineData("""{"Code":"NoPermission","AccessDeniedDetail":{"AuthAction":"mq:X","NoPermissionType":"ImplicitDeny"}}""", false)]
    [InlineData("""{"Code":"NoPermission","AccessDeniedDetail":{"AuthAction":"mq:X","NoPermissionType":["ExplicitDeny"]}}""", false)]
    [InlineData("""{"Code":"NoPermission","AccessDeniedDetail":"ExplicitDeny"}""", false)]
    [InlineData(
        "<Error><Code>NoPermission</Code><AccessDeniedDetail><AuthAction>mq:X</AuthAction><NoPermissionType>ExplicitDeny</NoPermissionType></AccessDeniedDetail></Error>",
        true)]
    public async Task A_denial_by_a_policy_is_told_from_a_missing_permission(string body, bool isExplicit)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(403, body));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.PermissionDenied, isExplicit), (error.Id, error.IsExplicitDeny));
        Assert.Contains("GroupId", error.Parameters.Keys);
        Assert.DoesNotContain(error.Parameters.Values, value => value.Contains("ecret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"code":"Forbidden","message":"no"}""", "Forbidden", "R-header")]
    [InlineData("""{"Code":"Forbidden","requestId":"R-8","Message":null}""", "Forbidden", "R-8")]
    [InlineData("<?xml version='1.0'?><Error><RequestId>R-7</RequestId><Code>Forbidden</Code><Message>no</Message></Error>", "Forbidden", "R-7")]
    [InlineData("\uFEFF{\"Code\":\"Forbidden\"}", "Forbidden", "R-header")]
    public async Task An_error_is_read_in_every_form_it_comes_in(string body, string code, string requestId)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(400, body, "x-acs-request-id: R-header"));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((RequestReach.Answered, code, requestId), (error.Reach, error.Code, error.RequestId));
    }

    [Theory]
    [InlineData(400, "SomethingNew", "x-acs-retry-after: 50", nameof(ErrorId.Throttled), 8, 8)]
    [InlineData(400, "Forbidden.RAM", "x-acs-retry-after: 50", nameof(ErrorId.Throttled), 8, 8)]
    [InlineData(400, "ONS_SYSTEM_ERROR", "x-acs-retry-after: 50", nameof(ErrorId.Throttled), 8, 1)]
    [InlineData(429, "SomethingNew", "X-Other: 1", nameof(ErrorId.Throttled), 8, 1)]
    [InlineData(400, "SomethingNew", "x-acs-retry-after: 0", nameof(ErrorId.ServiceError), 1, 1)]
    [InlineData(400, "SomethingNew", "x-acs-retry-after: soon", nameof(ErrorId.ServiceError), 1, 1)]
    public async Task An_error_that_the_gateway_marks_as_throttling_is_throttling_whatever_its_code(
        int status, string code, string header, string id, int queries, int resends)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(status, $$"""{"Code":"{{code}}","Message":"no"}""", header));
        using var connection = Hostile.Open(server.Address);

        var resend = await Hostile.FailsAsync(connection.ResendAsync());
        var query = await Hostile.FailsAsync(connection.GetAsync());

        Assert.Equal((id, resends), (resend.Id.ToString(), resend.Tries));
        Assert.Equal((id, queries), (query.Id.ToString(), query.Tries));
    }

    [Fact]
    public async Task A_code_without_a_text_is_put_into_words()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(400, """{"Code":"AUTH_SERVICE_CHECK_ERROR"}"""));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal("AUTH_SERVICE_CHECK_ERROR: The account has not activated ApsaraMQ for RocketMQ.", error.Message);
    }

    [Theory]
    [InlineData("""{"RequestId":"R-1"}""")]
    [InlineData("""{"Code":null,"Message":"Forbidden"}""")]
    [InlineData("""{"Code":" "}""")]
    [InlineData("<!DOCTYPE Error [<!ENTITY x 'Forbidden'>]><Error><Code>&x;</Code></Error>")]
    [InlineData("<Fault><Code>Forbidden</Code></Fault>")]
    [InlineData("<Error><Code>Forbidden</Code>")]
    public async Task An_error_without_a_code_proves_nothing(string body)
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(403, body));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written, 403), (error.Id, error.Reach, error.StatusCode!.Value));
    }

    [Fact]
    public async Task An_error_inside_200_fails_a_query_and_is_handed_on_for_a_resend()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, """{"RequestId":"R-1","Code":"ONS_SYSTEM_ERROR","Message":"oops"}"""));
        using var connection = Hostile.Open(server.Address);

        var answer = await connection.ResendAsync();
        var error = await Hostile.FailsAsync(connection.GetAsync());

        Assert.Equal(("R-1", "ONS_SYSTEM_ERROR", "oops", 1), (answer.RequestId, answer.ErrorCode, answer.ErrorMessage, answer.Tries));
        Assert.Equal((ErrorId.ServiceError, RequestReach.Answered, 200), (error.Id, error.Reach, error.StatusCode!.Value));
    }

    [Fact]
    public async Task An_error_that_echoes_the_string_to_sign_shows_no_secret()
    {
        var key = new AccessKey("STS.testid", "testsecret", "CAIS+token/==");
        await using var server = HostileServer.Start(false, async (request, stream, stopped) =>
        {
            var echo = $"Specified signature is not matched with our calculation. server string to sign is:{request.Header("authorization")} {request.Header("x-acs-security-token")}";
            var body = $$"""{"Code":"SignatureDoesNotMatch","Message":"{{echo}}"}""";
            return await HostileAnswer.Reply(400, body)(request, stream, stopped);
        });
        using var connection = Hostile.Open(server.Address, credentials: new FixedCredentials(key));

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal(ErrorId.SignatureRejected, error.Id);
        Assert.Equal("SignatureDoesNotMatch: Specified signature is not matched with our calculation [redacted]", error.Message);
        foreach (var secret in new[] { key.Id, key.Secret, key.SecurityToken!, "Signature=" })
            Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
    }

    private static TheoryData<bool, string, string> Both(params (string What, string Bytes)[] cases)
    {
        var data = new TheoryData<bool, string, string>();
        foreach (var (what, bytes) in cases)
        {
            data.Add(false, what, bytes);
            data.Add(true, what, bytes);
        }

        return data;
    }
}
