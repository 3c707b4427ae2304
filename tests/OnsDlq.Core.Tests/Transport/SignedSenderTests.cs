using System.Net;
using OnsDlq.Errors;
using OnsDlq.Signing;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

public sealed class SignedSenderTests
{
    [Fact]
    public async Task A_try_has_content_and_is_HTTP_1_1_exactly()
    {
        using var handler = new Recorder();
        var time = new NoWaitTime();
        using var exchange = new HttpExchange(handler, time);
        var sender = new SignedSender(new Uri("https://ons.example.com/"), exchange, time, new ServiceClock(time), new CountedNonces());
        var call = new ServiceCall("A", new Dictionary<string, string>(), CallKind.Resend);

        for (var i = 0; i < 2; i++)
            await sender.SendAsync(call, new AccessKey("id", "secret"), time.GetUtcNow(), NoWaitTime.Never, TestContext.Current.CancellationToken);

        // Without content the HTTP stack would automatically repeat a request when a reused connection closes.
        Assert.Equal([true, true], handler.HadContent);
        Assert.All(handler.Requests, request => Assert.Equal(
            (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact, HttpMethod.Post), (request.Version, request.VersionPolicy, request.Method)));
        Assert.Equal(["n1", "n2"], handler.Requests.Select(request => request.Headers.GetValues("x-acs-signature-nonce").Single()));
    }

    [Fact]
    public async Task A_query_by_GET_says_nothing_of_content_and_is_not_repeated_by_the_HTTP_stack()
    {
        await using var server = HostileServer.Start(false, async (request, stream, stopped) =>
        {
            if (request.Number == 1) return await HostileAnswer.Reply(200, "{}")(request, stream, stopped);
            return false; // closes the reused connection without an answer
        });
        var time = new NoWaitTime();
        using var exchange = new HttpExchange(TracedHandler.Create(server.Address), time);
        var sender = new SignedSender(server.Address, exchange, time, new ServiceClock(time), new CountedNonces());
        var call = new ServiceCall("OnsMessageDetail", new Dictionary<string, string>(), CallKind.Query) { Method = HttpMethod.Get };
        Task<ServiceAnswer> SendAsync() =>
            sender.SendAsync(call, new AccessKey("id", "secret"), time.GetUtcNow(), NoWaitTime.Never, TestContext.Current.CancellationToken);

        await SendAsync();
        var error = await Assert.ThrowsAsync<ServiceException>(SendAsync);

        Assert.Equal(ErrorId.ConnectionLost, error.Id);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.StartsWith("GET /?", request.Head, StringComparison.Ordinal));
        Assert.All(
            server.Requests,
            request =>
                Assert.DoesNotContain(
                    "content-", request.Head.Replace("x-acs-content-sha256", "", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_try_carries_the_date_it_is_given_however_old()
    {
        using var handler = new Recorder();
        var time = new NoWaitTime();
        using var exchange = new HttpExchange(handler, time);
        var sender = new SignedSender(new Uri("https://ons.example.com/"), exchange, time, new ServiceClock(time), new CountedNonces());
        var call = new ServiceCall("A", new Dictionary<string, string>(), CallKind.Resend);

        await sender.SendAsync(
            call, new AccessKey("id", "secret"), new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), NoWaitTime.Never, TestContext.Current.CancellationToken);

        Assert.Equal("2024-01-02T03:04:05Z", Assert.Single(handler.Requests).Headers.GetValues("x-acs-date").Single());
    }

    /// <summary>Answers every request and records it.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        public List<HttpRequestMessage> Requests { get; } = [];

        public List<bool> HadContent { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            HadContent.Add(request.Content is not null);
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(HostileAnswer.Taken) });
        }
    }
}
