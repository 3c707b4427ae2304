using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OnsDlq.Sandbox.Tests.Signing;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Sandbox.Tests.Hosting;

/// <summary>The program as users and the test kit start it.</summary>
public sealed class SandboxProcessTests
{
    private const string Resend = "OnsDLQMessageResendById";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_child_says_how_to_call_it_and_takes_the_calls()
    {
        await using var sandbox = await SandboxProcess.StartAsync(["--access-key-id", "testid", "--access-key-secret=testsecret"], Cancellation);
        Assert.Equal("testid", sandbox.AccessKeyId);
        Assert.Equal("testsecret", sandbox.AccessKeySecret);
        Assert.Equal("cn-hangzhou", sandbox.RegionId);
        Assert.Equal(new Uri(sandbox.Endpoint, "/_sandbox/"), sandbox.Control);
        Assert.True(sandbox.Endpoint.IsLoopback);

        var call = new SignedCall
        {
            Endpoint = sandbox.Endpoint,
            Action = "GetCallerIdentity",
            Version = "2015-04-01",
            AccessKeyId = sandbox.AccessKeyId,
            Secret = sandbox.AccessKeySecret,
            Nonce = "one",
            Time = TimeProvider.System.GetUtcNow(),
        };
        using var client = new HttpClient();
        using var response = await client.SendAsync(call.V3(), Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("", sandbox.StandardError);
    }

    [Fact]
    public async Task Messages_faults_clock_and_ledger_are_within_reach_of_a_test()
    {
        await using var sandbox = await SandboxProcess.StartAsync(["--quota", "off"], Cancellation);
        var ids = await sandbox.AddMessagesAsync("MQ_INST_1", "GID_orders", 3, consumer: "succeed", cancellationToken: Cancellation);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(0, (await sandbox.GetLedgerAsync(Cancellation)).TotalDeliveries);

        using var client = new HttpClient();
        await sandbox.AddFaultAsync(Resend, "throttle", nth: 2, cancellationToken: Cancellation);
        Assert.Equal(HttpStatusCode.OK, await ResendAsync(client, sandbox, ids[0], "one"));
        Assert.Equal(HttpStatusCode.BadRequest, await ResendAsync(client, sandbox, ids[1], "two"));
        await sandbox.AddFaultAsync(Resend, "status:503", msgId: ids[2], cancellationToken: Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ResendAsync(client, sandbox, ids[2], "three"));
        await sandbox.ClearFaultsAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await ResendAsync(client, sandbox, ids[2], "four"));

        var ledger = await sandbox.GetLedgerAsync(Cancellation);
        Assert.Equal(new CallCount(2, 2), ledger.CallsOf(Resend));
        Assert.Equal(new CallCount(0, 0), ledger.CallsOf("OnsDLQMessageGetById"));
        Assert.Equal(2, ledger.TotalDeliveries);
        Assert.Equal([1, 0, 1], ids.Select(id => ledger.DeliveriesOf("GID_orders", id)));
        Assert.Single(ledger.Deliveries[0].Times);

        await sandbox.MoveClockAsync(TimeSpan.FromHours(1), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, await ResendAsync(client, sandbox, ids[1], "five"));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => sandbox.PostAsync("clock", new JsonObject { ["hours"] = 1 }, Cancellation));
        Assert.Contains("'hours'", refused.Message);
    }

    [Fact]
    public async Task Without_given_keys_every_start_invents_its_own()
    {
        await using var one = await SandboxProcess.StartAsync(cancellationToken: Cancellation);
        await using var other = await SandboxProcess.StartAsync(cancellationToken: Cancellation);
        Assert.NotEqual(one.AccessKeyId, other.AccessKeyId);
        Assert.NotEqual(one.AccessKeySecret, other.AccessKeySecret);
    }

    [Fact]
    public async Task When_its_input_ends_it_stops_and_has_written_one_line()
    {
        var run = await SandboxRun.RunAsync(["--stop-with-parent"], Cancellation);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("{\"endpoint\":\"http://127.0.0.1:", run.Output);
        Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", run.Error);
    }

    [Theory]
    [InlineData("--prot 1", "'--prot'")]
    [InlineData("--port", "--port needs a value")]
    [InlineData("--port 65536", "from 0 to 65535, not '65536'")]
    [InlineData("--port -1", "not '-1'")]
    [InlineData("--latency soon", "not 'soon'")]
    [InlineData("--quota 600", "N/SECONDS such as 600/60, not '600'")]
    [InlineData("--quota 0/60", "not '0/60'")]
    [InlineData("--resend-answer maybe", "'note' or 'sample', not 'maybe'")]
    [InlineData("--stop-with-parent=yes", "'--stop-with-parent=yes'")]
    [InlineData("stray", "'stray'")]
    public async Task Bad_arguments_are_named_and_end_with_2(string arguments, string named)
    {
        var run = await SandboxRun.RunAsync(arguments.Split(' '), Cancellation);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_and_ends_with_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var run = await SandboxRun.RunAsync(["--port", port], Cancellation);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(port, run.Error);
        Assert.Equal("", run.Output);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => SandboxProcess.StartAsync(["--port", port], Cancellation));
        Assert.Contains("exit code 1", thrown.Message);
        Assert.Contains(port, thrown.Message);
    }

    [Fact]
    public async Task Help_is_printed_and_ends_with_0()
    {
        var run = await SandboxRun.RunAsync(["--help"], Cancellation);
        Assert.Equal(0, run.ExitCode);
        foreach (var option in new[] { "port", "seed", "access-key-id", "access-key-secret", "quota", "latency", "resend-answer", "stop-with-parent" })
            Assert.Contains("--" + option, run.Output);
    }

    private static async Task<HttpStatusCode> ResendAsync(HttpClient client, SandboxProcess sandbox, string msgId, string nonce)
    {
        var call = new SignedCall
        {
            Endpoint = sandbox.Endpoint,
            Action = Resend,
            AccessKeyId = sandbox.AccessKeyId,
            Secret = sandbox.AccessKeySecret,
            Nonce = nonce,
            Time = TimeProvider.System.GetUtcNow(),
            Parameters = new Dictionary<string, string> { ["InstanceId"] = "MQ_INST_1", ["GroupId"] = "GID_orders", ["MsgId"] = msgId },
        };
        using var response = await client.SendAsync(call.V3(), Cancellation);
        return response.StatusCode;
    }
}
