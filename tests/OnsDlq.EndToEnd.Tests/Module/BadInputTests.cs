using System.Globalization;
using System.Management.Automation;
using System.Text;
using OnsDlq.TestKit.Hostile;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.EndToEnd.Tests.Module;

/// <summary>What bad input causes with both commands: which error, how many, with which target, and what happens to the rest of the pipeline.</summary>
public sealed class BadInputTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Resend = "$ids | Invoke-OnsDlqResend GID_orders -Confirm:$false -ThrottleLimit 1 | ForEach-Object { \"$($_.Status)\" }";
    private const string Get = "(Get-OnsDlqMessage GID_orders).MsgId";
    private const string GetById = "(Get-OnsDlqMessage GID_orders $ids).MsgId";

    private readonly SandboxProcess _sandbox = fixture.Sandbox;
    private readonly ModuleSession _session = ModuleSession.Staged();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-bad-input-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Connect-OnsDlq cn-hangzhou -Credential ([pscredential]::Empty);", "InvalidCredentials", ErrorCategory.AuthenticationError, "Correct")]
    [InlineData("Connect-OnsDlq cn_hangzhou -Credential $key;", "UnknownRegion", ErrorCategory.InvalidArgument, "Tab")]
    [InlineData("Connect-OnsDlq -Credential $key;", "MissingRegion", ErrorCategory.InvalidArgument, "-RegionId")]
    [InlineData("Connect-OnsDlq cn-hangzhou -Endpoint http://ons.example -Credential $key;", "InsecureEndpoint", ErrorCategory.SecurityError, "https")]
    [InlineData("Connect-OnsDlq cn-hangzhou -Endpoint 'ons example' -Credential $key;", "InvalidEndpoint", ErrorCategory.InvalidArgument, "aliyuncs.com")]
    [InlineData("Connect-OnsDlq mq-internet-access -Vpc -Credential $key;", "NoVpcEndpoint", ErrorCategory.InvalidArgument, "-Vpc")]
    [InlineData("Connect-OnsDlq cn-hangzhou -ProfileName nobody;", "ProfileNotFound", ErrorCategory.ObjectNotFound, "aliyun configure")]
    public async Task Without_a_connection_either_command_ends_before_anything_is_sent(string connect, string id, ErrorCategory category, string advice)
    {
        _session.SetKey("LTAItest", "hush");
        _session.Set("ids", new[] { "A1", "A2", "A3" });

        foreach (var script in new[] { Get, GetById, Resend })
            AssertEnded(await _session.RunAsync(connect + script), id, category, advice);
    }

    [Theory]
    [InlineData("wrong secret", "SignatureRejected", ErrorCategory.AuthenticationError, "secret")]
    [InlineData("unknown key", "AccessKeyNotFound", ErrorCategory.AuthenticationError, "access key ID")]
    [InlineData("token run out", "TokenRejected", ErrorCategory.AuthenticationError, "security token")]
    [InlineData("token of another key", "TokenRejected", ErrorCategory.AuthenticationError, "security token")]
    [InlineData("clock off", "ClockSkew", ErrorCategory.InvalidOperation, "clock")]
    public async Task Trouble_that_every_message_meets_ends_either_command_with_one_error(string trouble, string id, ErrorCategory category, string advice)
    {
        var ids = await AddAsync(3);
        await ConnectAsync(trouble);
        if (trouble == "clock off") await _sandbox.MoveClockAsync(TimeSpan.FromHours(1), Cancellation);
        var get = await _session.RunAsync(Get);
        var getById = await _session.RunAsync(GetById);
        var resend = await _session.RunAsync(Resend);
        if (trouble == "clock off") await _sandbox.MoveClockAsync(TimeSpan.FromHours(-1), Cancellation);

        AssertEnded(get, id, category, advice);
        AssertEnded(getById, id, category, advice);
        AssertStopped(resend, id, category, advice);
        Assert.Equal(0, await DeliveriesAsync(ids));
    }

    [Theory]
    [InlineData("''", "MissingMsgId", ErrorCategory.InvalidArgument, "")]
    [InlineData("$null", "MissingMsgId", ErrorCategory.InvalidArgument, null)]
    [InlineData("' '", "MissingMsgId", ErrorCategory.InvalidArgument, " ")]
    [InlineData("'0BC1****'", "InvalidMsgId", ErrorCategory.InvalidArgument, "0BC1****")]
    [InlineData("'A B'", "InvalidMsgId", ErrorCategory.InvalidArgument, "A B")]
    [InlineData("\"A`e[2J\"", "InvalidMsgId", ErrorCategory.InvalidArgument, "A\u001b[2J")]
    [InlineData("'0BC100000000000000000000000000FF'", "MessageNotFound", ErrorCategory.ObjectNotFound, "0BC100000000000000000000000000FF")]
    public async Task A_message_ID_that_is_none_is_one_error_and_the_others_go_on(string bad, string id, ErrorCategory category, string? target)
    {
        var ids = await AddAsync(2);
        await ConnectAsync();

        var resent = await _session.RunAsync(
            $"$ids[0], {bad}, $ids[1] | Invoke-OnsDlqResend GID_orders -Confirm:$false -ThrottleLimit 1 | Where-Object Status -EQ Accepted | ForEach-Object MsgId");
        var got = await _session.RunAsync($"(Get-OnsDlqMessage GID_orders $ids[0],{bad},$ids[1]).MsgId");

        foreach (var run in new[] { resent, got })
        {
            AssertError(run, id, category, target);
            Assert.Equal(ids, run.OutputAs<string>());
        }

        Assert.Equal(2, await DeliveriesAsync(ids));
    }

    [Theory]
    [InlineData("@{ MsgId = $ids[0] }", "", "MissingGroupId", ErrorCategory.InvalidArgument, true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID a' }", "", "InvalidGroupId", ErrorCategory.InvalidArgument, true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID_nobody' }", "", "PermissionDenied", ErrorCategory.PermissionDenied, true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID_orders'; InstanceId = 'MQ_INST_nowhere' }", "", "PermissionDenied", ErrorCategory.PermissionDenied, true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID_other' }", "-GroupId GID_orders", "GroupMismatch", ErrorCategory.InvalidArgument, true)]
    [InlineData(
        "@{ MsgId = $ids[0]; GroupId = 'GID_orders'; InstanceId = 'MQ_INST_2' }", "-InstanceId MQ_INST_1", "InstanceMismatch", ErrorCategory.InvalidArgument,
        true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID_orders'; RegionId = 'us-east-1' }", "", "RegionMismatch", ErrorCategory.InvalidArgument, true)]
    [InlineData("@{ MsgId = $ids[0]; GroupId = 'GID_orders'; StoreTimestamp = '1,7E+12' }", "", "UnreadableInput", ErrorCategory.InvalidData, false)]
    [InlineData("7", "", "MissingMsgId", ErrorCategory.InvalidArgument, false)]
    public async Task An_object_that_may_not_be_sent_is_one_error_about_it_and_the_others_go_on(
        string bad, string parameters, string id, ErrorCategory category, bool isAboutTheMessage)
    {
        var ids = await AddAsync(2);
        await ConnectAsync();

        var run = await _session.RunAsync(
            $"{bad}, @{{ MsgId = $ids[1]; GroupId = 'GID_orders' }} | Invoke-OnsDlqResend {parameters} -Confirm:$false | Where-Object Status -EQ Accepted | ForEach-Object MsgId");

        Assert.Null(run.Failure);
        Assert.Equal([ids[1]], run.OutputAs<string>());
        var error = Assert.Single(run.Errors);
        AssertRecord(error, id, category);
        if (isAboutTheMessage) Assert.Equal(ids[0], error.TargetObject);
        Assert.Equal(0, await DeliveriesAsync([ids[0]]));
        Assert.Equal(1, await DeliveriesAsync([ids[1]]));
    }

    [Theory]
    [InlineData("-Confirm:$false -ThrottleLimit 0", "ParameterArgumentValidationError", ErrorCategory.InvalidData)]
    [InlineData("-Confirm:$false -TimeoutSec 0", "ParameterArgumentValidationError", ErrorCategory.InvalidData)]
    [InlineData("", "ConfirmationUnavailable", ErrorCategory.InvalidOperation)]
    public async Task What_cannot_be_run_as_asked_is_not_run_at_all(string parameters, string id, ErrorCategory category)
    {
        using var session = ModuleSession.Staged(ScriptedHost.NonInteractive());
        var ids = await AddAsync(2);
        await ConnectAsync(session: session);

        var run = await session.RunAsync($"$ids | Invoke-OnsDlqResend GID_orders {parameters}");

        Assert.Equal(id, run.TerminatingErrorId);
        Assert.Equal(category, run.TerminatingError!.CategoryInfo.Category);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Output);
        Assert.Equal(0, await DeliveriesAsync(ids));
    }

    public static TheoryData<string, string, ErrorCategory> Endpoints => new()
    {
        { "resets", "ConnectionLost", ErrorCategory.ConnectionError },
        { "HTML", "UnreadableAnswer", ErrorCategory.InvalidResult },
        { "10 MiB of garbage", "UnreadableAnswer", ErrorCategory.InvalidResult },
        { "garbage", "UnreadableAnswer", ErrorCategory.InvalidResult },
        { "nothing", "UnreadableAnswer", ErrorCategory.InvalidResult },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task From_an_endpoint_that_is_not_the_service_either_command_goes_on_to_the_next(string behaviour, string queryId, ErrorCategory queryCategory)
    {
        // The look-up must be answered correctly, or nothing would be sent at all.
        var now = TimeProvider.System.GetUtcNow();
        var entry = FormattableString.Invariant($$"""{"MsgId":"A1","InstanceId":"MQ_INST_1","Topic":"t","StoreTimestamp":{{now.AddHours(-1).ToUnixTimeMilliseconds()}}}""");
        var lookUp = HostileAnswer.Reply(200, $$"""{"RequestId":"R-1","Data":{{entry}}}""", "Date: " + now.ToString("R", CultureInfo.InvariantCulture));
        await using var server = HostileServer.Start(false, HostileAnswer.InTurn(lookUp, Script(behaviour)));
        await ConnectAsync(endpoint: server.Address);

        var resent = await _session.RunAsync(
            "'A1' | Invoke-OnsDlqResend GID_a -Confirm:$false | ForEach-Object { \"$($_.Status)\" }");

        AssertError(resent, "ResendOutcomeUnknown", ErrorCategory.InvalidResult, "A1");
        Assert.Equal(["Unknown"], resent.OutputAs<string>());
        Assert.Single(server.Requests, request => request.Header("x-acs-action") == "OnsDLQMessageResendById");

        await ConnectAsync(endpoint: server.Address);
        var unsent = await _session.RunAsync(
            "'A2', 'A3' | Invoke-OnsDlqResend GID_a -Confirm:$false | ForEach-Object { \"$($_.Status)\" }");

        Assert.Null(unsent.Failure);
        Assert.Equal(["A2", "A3"], unsent.Errors.Select(error => error.TargetObject).Order());
        Assert.All(unsent.Errors, error => AssertRecord(error, queryId, queryCategory));
        Assert.Equal(["Rejected", "Rejected"], unsent.OutputAs<string>());

        var listed = await _session.RunAsync(
            "[pscustomobject]@{ GroupId = 'GID_a' }, [pscustomobject]@{ GroupId = 'GID_b' } | Get-OnsDlqMessage");

        Assert.Null(listed.Failure);
        Assert.Empty(listed.Output);
        Assert.Equal(["GID_a", "GID_b"], listed.Errors.Select(error => error.TargetObject));
        Assert.All(listed.Errors, error => AssertRecord(error, queryId, queryCategory));
    }

    [Fact]
    public async Task An_endpoint_that_refuses_connections_ends_a_listing_and_rejects_each_message()
    {
        // No server listens on port 1 of this machine.
        await ConnectAsync(endpoint: new Uri("http://127.0.0.1:1"));
        _session.Set("ids", new[] { "A1", "A2" });

        AssertEnded(await _session.RunAsync(Get), "ServiceUnreachable", ErrorCategory.ConnectionError, "-Vpc");
        var resent = await _session.RunAsync(Resend);

        Assert.Null(resent.Failure);
        Assert.Equal(["Rejected", "Rejected"], resent.OutputAs<string>());
        Assert.Equal(["A1", "A2"], resent.Errors.Select(error => error.TargetObject));
        Assert.All(resent.Errors, error => AssertRecord(error, "ServiceUnreachable", ErrorCategory.ConnectionError));
    }

    private static HostileServer.Script Script(string behaviour) => behaviour switch
    {
        "resets" => HostileAnswer.Reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        "HTML" => HostileAnswer.Reply(200, "<html><title>Log in</title></html>", "Content-Type: text/html"),
        "10 MiB of garbage" => HostileAnswer.Reply(200, new byte[10 * 1024 * 1024]),
        "garbage" => HostileAnswer.Reply(200, Encoding.Latin1.GetBytes("\u00ff\u0000{]")),
        "nothing" => HostileAnswer.Reply(200, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(behaviour), behaviour, "No such behaviour."),
    };

    private async Task<IReadOnlyList<string>> AddAsync(int count)
    {
        var ids = await _sandbox.AddMessagesAsync("MQ_INST_1", "GID_orders", count, cancellationToken: Cancellation);
        _session.Set("ids", ids.ToArray());
        return ids;
    }

    private async Task<int> DeliveriesAsync(IEnumerable<string> ids)
    {
        var ledger = await _sandbox.GetLedgerAsync(Cancellation);
        return ids.Sum(id => ledger.DeliveriesOf("GID_orders", id));
    }

    private async Task ConnectAsync(string trouble = "", Uri? endpoint = null, ModuleSession? session = null)
    {
        session ??= _session;
        var (id, secret, token) = trouble switch
        {
            "wrong secret" => (_sandbox.AccessKeyId, "wrong", null),
            "unknown key" => ("LTAInobody", "hush", null),
            "token run out" => ("STS.old", "hush", "token"),
            "token of another key" => ("STS.new", "hush", "other"),
            _ => (_sandbox.AccessKeyId, _sandbox.AccessKeySecret, default(string)),
        };
        if (token is not null)
        {
            var end = TimeProvider.System.GetUtcNow().AddHours(id == "STS.old" ? -1 : 1);
            await _sandbox.AddKeyAsync(id, secret, "token", end, cancellationToken: Cancellation);
        }

        session.SetKey(id, secret, token);
        session.Set("endpoint", (endpoint ?? _sandbox.Endpoint).ToString());
        session.Set("journal", Path.Combine(_folder.FullName, "journal.db"));
        session.Set("ids", _session.Runspace.SessionStateProxy.GetVariable("ids"));
        var run = await session.RunAsync(
            $"Connect-OnsDlq {_sandbox.RegionId} MQ_INST_1 -Endpoint $endpoint -Credential $key -Journal $journal {(token is null ? "" : "-SecurityToken $token")}");
        Assert.Null(run.Failure);
    }

    private static void AssertEnded(ModuleRun run, string id, ErrorCategory category, string advice, params string[] output)
    {
        Assert.NotNull(run.TerminatingError);
        AssertRecord(run.TerminatingError, id, category);
        Assert.Contains(advice, run.TerminatingError.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(run.Errors);
        Assert.Equal(output, run.OutputAs<string>());
    }

    // The run keeps its results; the error that stopped it is the last one.
    private static void AssertStopped(ModuleRun run, string id, ErrorCategory category, string advice)
    {
        Assert.Null(run.Failure);
        AssertRecord(run.Errors[^1], id, category);
        Assert.Contains(advice, run.Errors[^1].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(3, run.Output.Count);
        Assert.All(run.OutputAs<string>(), status => Assert.Contains(status, new[] { "Rejected", "Skipped" }));
    }

    private static void AssertError(ModuleRun run, string id, ErrorCategory category, string? target)
    {
        AssertRecord(RunAssert.OneError(run, id, category, target), id, category);
    }

    private static void AssertRecord(ErrorRecord error, string id, ErrorCategory category)
    {
        RunAssert.Record(error, id, category, error.TargetObject);
        Assert.DoesNotContain(error.ErrorDetails.Message, char.IsControl);
    }
}
