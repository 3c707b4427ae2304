using Microsoft.Extensions.Time.Testing;
using OnsDlq.Errors;
using OnsDlq.TestKit.Hostile;
using OnsDlq.Transport;

namespace OnsDlq.Core.Tests.Transport;

/// <summary>A cancelled call reports how far it got.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_resend_cancelled_in_flight_is_aborted_as_written(bool tls)
    {
        await using var server = HostileServer.Start(tls, HostileAnswer.Stall(""));
        using var connection = Hostile.Open(server.Address);
        using var cancel = new CancellationTokenSource();

        var call = connection.ResendAsync(cancellation: cancel.Token);
        await server.ReceivedAsync();
        await cancel.CancelAsync();
        var error = await Hostile.FailsAsync(call);

        Assert.Equal((ErrorId.CallAborted, RequestReach.Written, 1), (error.Id, error.Reach, error.Tries));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_resend_cancelled_beforehand_is_aborted_as_not_written()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(server.Address);

        var error = await Hostile.FailsAsync(connection.ResendAsync(cancellation: new CancellationToken(true)));

        Assert.Equal((ErrorId.CallAborted, RequestReach.NotWritten, 0), (error.Id, error.Reach, error.Tries));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_resend_cancelled_while_it_waits_for_a_connection_is_aborted_as_not_written()
    {
        // The server accepts the connection but never completes the TLS handshake, so the TLS connection is never made.
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(new UriBuilder(server.Address) { Scheme = "https" }.Uri);
        using var cancel = new CancellationTokenSource();

        var call = connection.ResendAsync(cancellation: cancel.Token);
        await cancel.CancelAsync();
        var error = await Hostile.FailsAsync(call);

        Assert.Equal((ErrorId.CallAborted, RequestReach.NotWritten), (error.Id, error.Reach));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_is_proven_unwritten()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(200, HostileAnswer.Taken));
        using var connection = Hostile.Open(new UriBuilder(server.Address) { Scheme = "https" }.Uri, TimeProvider.System);

        var error = await Hostile.FailsAsync(connection.ResendAsync(new CallContext { TryTimeout = TimeSpan.FromMilliseconds(50) }));

        Assert.Equal((ErrorId.ServiceUnreachable, RequestReach.NotWritten, 4), (error.Id, error.Reach, error.Tries));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_resend_cancelled_between_two_tries_is_aborted_as_not_written()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Reply(400, """{"Code":"Throttling.User","Message":"slow"}"""));
        var time = new FakeTimeProvider();
        using var connection = Hostile.Open(server.Address, time);
        using var cancel = new CancellationTokenSource();
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var call = connection.ResendAsync(Hostile.Context with { Observer = _ => tried.SetResult() }, cancel.Token);
        await tried.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        var error = await Hostile.FailsAsync(call);

        Assert.Equal((ErrorId.CallAborted, RequestReach.NotWritten, 1), (error.Id, error.Reach, error.Tries));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_query_that_is_cancelled_ends_as_cancelled()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Stall(""));
        using var connection = Hostile.Open(server.Address);
        using var cancel = new CancellationTokenSource();

        var call = connection.GetAsync(cancellation: cancel.Token);
        await server.ReceivedAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_closed_connection_aborts_what_is_in_flight_and_sends_nothing_more()
    {
        await using var server = HostileServer.Start(false, HostileAnswer.Stall(""));
        var connection = Hostile.Open(server.Address);

        var call = connection.ResendAsync();
        await server.ReceivedAsync();
        connection.Dispose();
        connection.Dispose();
        var inFlight = await Hostile.FailsAsync(call);
        var later = await Hostile.FailsAsync(connection.ResendAsync());

        Assert.Equal((ErrorId.CallAborted, RequestReach.Written), (inFlight.Id, inFlight.Reach));
        Assert.Equal((ErrorId.CallAborted, RequestReach.NotWritten), (later.Id, later.Reach));
        Assert.Single(server.Requests);
    }
}
