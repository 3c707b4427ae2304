using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Credentials.Sources;

namespace OnsDlq.Core.Tests.Credentials;

/// <summary>The HTTP client for keys, on real sockets.</summary>
public sealed class CredentialsHttpTests : IDisposable
{
    // An unexpected second connection would wait for its answer forever.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CredentialsHttp _http;

    public CredentialsHttpTests()
    {
        _http = new CredentialsHttp(_clock);
        _listener.Start();
    }

    public void Dispose()
    {
        _http.Dispose();
        _listener.Dispose();
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_an_answer_and_not_followed(int status)
    {
        var send = SendAsync();
        using var connection = await AcceptAsync();
        await AnswerAsync(connection, $"HTTP/1.1 {status} x\r\nLocation: http://{_listener.LocalEndpoint}/again\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(status, (await send).Status);
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task Each_request_has_a_connection_of_its_own()
    {
        for (var round = 0; round < 2; round++)
        {
            var send = SendAsync();
            using var connection = await AcceptAsync();
            await AnswerAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", expected: "Connection: close");
            Assert.Equal((200, "ok"), ((await send).Status, (await send).Body));
        }
    }

    [Fact]
    public async Task Every_request_says_who_sends_it()
    {
        var send = SendAsync();
        using var connection = await AcceptAsync();
        await AnswerAsync(
            connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            expected: $"User-Agent: OnsDlq/{typeof(CredentialsHttp).Assembly.GetName().Version!.ToString(3)}\r\n");

        Assert.True((await send).IsOk);
    }

    [Fact]
    public async Task A_request_with_content_is_not_sent_again_when_the_connection_closes_without_an_answer()
    {
        var send = SendAsync(content: new ByteArrayContent([]));
        using (var connection = await AcceptAsync()) await AnswerAsync(connection, "", expected: "POST / HTTP/1.1");

        Assert.Equal((0, "the connection was lost"), ((await send).Status, (await send).Trouble));
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up_after_15_s()
    {
        var send = SendAsync();
        using var connection = await AcceptAsync();
        _clock.Advance(TimeSpan.FromSeconds(14));
        Assert.False(send.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var answer = await send;
        Assert.True(answer.TimedOut);
        Assert.Equal("no answer came in time", answer.Trouble);
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_trouble()
    {
        var send = SendAsync();
        using (var connection = await AcceptAsync()) await AnswerAsync(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");

        Assert.Equal("the connection was lost", (await send).Trouble);
    }

    [Fact]
    public async Task Nobody_listening_is_told_as_such()
    {
        _listener.Stop();
        Assert.Equal("no connection could be made (ConnectionRefused)", (await SendAsync()).Trouble);
    }

    [Fact]
    public async Task Being_cancelled_is_not_trouble_of_the_other_side()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var send = SendAsync(cancellation.Token);
        using var connection = await AcceptAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => send);
    }

    private Task<CredentialsHttpAnswer> SendAsync(CancellationToken? cancellationToken = null, HttpContent? content = null) => _http.SendAsync(
        new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, $"http://{_listener.LocalEndpoint}/") { Content = content },
        throughProxy: false, patience: null, cancellationToken ?? TestContext.Current.CancellationToken).WaitAsync(Guard);

    private Task<Socket> AcceptAsync() => _listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask();

    private static async Task AnswerAsync(Socket connection, string answer, string expected = "GET / HTTP/1.1")
    {
        var request = new byte[4096];
        var length = 0;
        while (!Encoding.ASCII.GetString(request, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
            length += await connection.ReceiveAsync(request.AsMemory(length), TestContext.Current.CancellationToken);
        Assert.Contains(expected, Encoding.ASCII.GetString(request, 0, length), StringComparison.Ordinal);
        await connection.SendAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
    }
}
