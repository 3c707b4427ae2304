using System.Net.Security;
using System.Text;
using OnsDlq.Errors;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>Whatever the server does, the HTTP stack sends a resend only once.</summary>
public sealed class RepeatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reused_connection_that_closes_is_not_repeated(bool tls)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.InTurn(HostileAnswer.Reply(200, HostileAnswer.Taken), HostileAnswer.Close()));
        using var connection = Hostile.Open(server.Address);

        await connection.ResendAsync();
        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal(ErrorId.ConnectionLost, error.Id);
        Assert.Equal(RequestReach.Written, error.Reach);
        Assert.Equal(1, error.Tries);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(2, server.Requests[1].OnConnection); // else the connection was not reused, and the test proves nothing
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Many_resends_share_a_connection(bool tls)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(server.Address);

        for (var i = 0; i < 10; i++) Assert.Equal("R-1", (await connection.ResendAsync()).RequestId);

        Assert.Equal(10, server.Requests.Count);
        Assert.Equal(1, server.Connections);
        Assert.Equal(10, server.Requests.Select(request => request.Header("x-acs-signature-nonce")).Distinct().Count());
    }

    [Theory]
    [InlineData(false, 301)]
    [InlineData(false, 302)]
    [InlineData(false, 303)]
    [InlineData(false, 307)]
    [InlineData(true, 308)]
    public async Task A_redirect_is_not_followed(bool tls, int status)
    {
        await using var other = HostileServer.Start(tls, HostileAnswer.Reply(200, HostileAnswer.Taken));
        await using var server = HostileServer.Start(tls, HostileAnswer.Reply(status, "", $"Location: {other.Address}"));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written, status), (error.Id, error.Reach, error.StatusCode!.Value));
        Assert.Single(server.Requests);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(false, 401, "WWW-Authenticate: Basic realm=\"x\"")]
    [InlineData(true, 401, "WWW-Authenticate: Negotiate")]
    [InlineData(false, 407, "Proxy-Authenticate: Basic realm=\"x\"")]
    [InlineData(true, 407, "Proxy-Authenticate: NTLM")]
    public async Task A_challenge_is_not_answered(bool tls, int status, string header)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Reply(status, """{"Code":"Forbidden.RAM","Message":"no"}""", header));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.UnreadableAnswer, RequestReach.Written, status), (error.Id, error.Reach, error.StatusCode!.Value));
        Assert.Null(error.Code);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_of_HTTP_2_alone_that_refuses_streams_gets_one_request(bool tls)
    {
        // SETTINGS, then RST_STREAM on stream 1 with REFUSED_STREAM, then GOAWAY: all of these invite an HTTP client to repeat the request.
        byte[] frames =
        [
            0, 0, 0, 4, 0, 0, 0, 0, 0,
            0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 7,
            0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ];
        var offer = new SslServerAuthenticationOptions
        {
            ServerCertificate = ServerCertificate.Value,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };
        await using var server = tls
            ? HostileServer.Start(offer, HostileAnswer.Raw(frames))
            : HostileServer.Start(false, HostileAnswer.Raw(frames));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ConnectionLost, RequestReach.Written, 1), (error.Id, error.Reach, error.Tries));
        Assert.EndsWith("HTTP/1.1", server.Requests.Single().Head.Split("\r\n")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_no_trace_follows_does_not_leave()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var invoker = new HttpMessageInvoker(TracedHandler.Create(server.Address));
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Address) { Content = new StringContent("x", Encoding.UTF8) };

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => invoker.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_fence_holds_even_a_request_that_the_HTTP_stack_does_repeat()
    {
        // The HTTP stack repeats a request without content automatically: this is what would happen to a resend without content.
        await using var server = HostileServer.Start(
            false, HostileAnswer.InTurn(HostileAnswer.Reply(200, HostileAnswer.Taken), HostileAnswer.Close(), HostileAnswer.Reply(200, HostileAnswer.Taken)));
        using var exchange = new HttpExchange(TracedHandler.Create(server.Address), new NoWaitTime());

        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Address);
            var call = exchange.SendAsync(request, "X", 1024, NoWaitTime.Never, TestContext.Current.CancellationToken);
            if (i == 0) await call;
            else Assert.Equal(RequestReach.Written, (await Hostile.FailsAsync(call)).Reach);
        }

        Assert.Equal(2, server.Requests.Count);
    }
}
