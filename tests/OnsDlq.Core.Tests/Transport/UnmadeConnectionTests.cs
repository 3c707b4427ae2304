using System.Net;
using OnsDlq.Errors;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>A connection that was never made is proof that nothing was executed: a resend tries again, and says so when it gives up.</summary>
public sealed class UnmadeConnectionTests
{
    private static readonly WebProxy NoProxy = new();

    [Fact]
    public async Task A_refused_connection_is_tried_four_times_and_proven_unwritten()
    {
        var address = new Uri($"http://127.0.0.1:{UnusedPort.Find()}/");
        var time = new NoWaitTime();
        using var connection = Hostile.Open(address, time);
        var records = new List<CallRecord>();

        var error = await Hostile.FailsAsync(connection.ResendAsync(Hostile.Context with { Observer = records.Add }));

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten, 4), (error.Id, error.Reach, error.Tries));
        Assert.Equal([1, 2, 3, 4], records.Select(record => record.Try));
        Assert.Null(records[3].RetryIn);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_proven_unwritten()
    {
        using var connection = Hostile.Open(new Uri("https://ons.nowhere.invalid/"), proxy: NoProxy);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten), (error.Id, error.Reach));
        Assert.Contains("ons.nowhere.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_proven_unwritten()
    {
        await using var server = HostileServer.Start(true, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(server.Address, trust: false);

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten, 4), (error.Id, error.Reach, error.Tries));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(403, "")]
    [InlineData(407, "Proxy-Authenticate: Basic realm=\"x\"")]
    [InlineData(502, "")]
    public async Task A_proxy_that_refuses_is_proven_unwritten(int status, string header)
    {
        await using var server = HostileServer.Start(true, HostileAnswer.Reply(200, HostileAnswer.Taken));
        await using var proxy = HostileServer.Start(false, HostileAnswer.Reply(status, "<html>", header.Length == 0 ? [] : [header]));
        using var connection = Hostile.Open(server.Address, proxy: new WebProxy(proxy.Address));

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten, 4), (error.Id, error.Reach, error.Tries));
        Assert.Equal(4, proxy.Requests.Count);
        Assert.All(proxy.Requests, request => Assert.StartsWith("CONNECT ", request.Head, StringComparison.Ordinal));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(403, "did not open a way to")]
    [InlineData(407, "did not open a way to")]
    [InlineData(0, "did not open a way to")] // closes the connection without an answer
    [InlineData(200, "No TLS connection to")] // opens the tunnel, then closes it
    [InlineData(-1, "No connection to the proxy")] // does not listen
    public async Task A_proxy_that_is_at_fault_is_named_and_its_password_is_nowhere(int status, string what)
    {
        await using var server = HostileServer.Start(true, HostileAnswer.Reply(200, HostileAnswer.Taken));
        await using var proxy = HostileServer.Start(
            false, status > 0 ? HostileAnswer.Raw($"HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n") : HostileAnswer.Close());
        var address = new UriBuilder(proxy.Address) { UserName = "ops", Password = "Geheim9" }.Uri;
        if (status < 0) address = new UriBuilder(address) { Port = UnusedPort.Find() }.Uri;
        using var connection = Hostile.Open(server.Address, proxy: new WebProxy(address));

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten), (error.Id, error.Reach));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains($"the proxy http://127.0.0.1:{address.Port}", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Geheim9", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ops", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_whose_name_does_not_resolve_is_named()
    {
        using var connection = Hostile.Open(
            new Uri("https://ons.cn-hangzhou.aliyuncs.com/"), proxy: new WebProxy("http://ops:Geheim9@proxy.nowhere.invalid:3128"));

        var error = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal(
            "The host name of the proxy http://proxy.nowhere.invalid:3128, through which ons.cn-hangzhou.aliyuncs.com is called, could not be resolved.",
            error.Message);
        Assert.DoesNotContain("Geheim9", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resend_goes_through_a_proxy_that_opens_the_way()
    {
        await using var server = HostileServer.Start(true, HostileAnswer.Reply(200, HostileAnswer.Taken));
        await using var proxy = HostileServer.Start(false, HostileAnswer.Tunnel(server.Address.Port));
        using var connection = Hostile.Open(server.Address, proxy: new WebProxy(proxy.Address));

        for (var i = 0; i < 3; i++) await connection.ResendAsync();

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task A_connection_that_is_made_at_last_takes_the_resend_once()
    {
        var refusals = 0;
        await using var server = HostileServer.Start(true, HostileAnswer.Reply(200, HostileAnswer.Taken));
        var (busy, open) = (HostileAnswer.Raw("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), HostileAnswer.Tunnel(server.Address.Port));
        await using var proxy = HostileServer.Start(
            false, (request, stream, stopped) => (++refusals <= 2 ? busy : open)(request, stream, stopped));
        using var connection = Hostile.Open(server.Address, proxy: new WebProxy(proxy.Address));

        var answer = await connection.ResendAsync();

        Assert.Equal(3, answer.Tries);
        Assert.Single(server.Requests);
    }
}
