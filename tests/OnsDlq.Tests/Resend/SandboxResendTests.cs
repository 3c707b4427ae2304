using System.Management.Automation;
using System.Text.Json.Nodes;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Signing;
using OnsDlq.TestKit.Hostile;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>The command over the real transport against the sandbox, checked with the sandbox's ledger.</summary>
public sealed class SandboxResendTests(SandboxFixture fixture) : LedgerTests(fixture)
{
    private async Task<ModuleRun> ResendAsync(IReadOnlyList<string> ids, string parameters = "-Confirm:$false", AccessKey? key = null)
    {
        using var connection = SandboxConnection.To(Sandbox, key);
        using var session = new ResendSession(connection: connection);
        session.Set("ids", ids.ToArray());
        session.Set("group", Group);
        return await session.RunAsync($"$ids | Invoke-OnsDlqResend -GroupId $group -Connection $c {parameters}");
    }

    private void AssertEnded(ModuleRun run, string errorId, ErrorCategory category, string id)
    {
        RunAssert.OneError(run, errorId, category, Sandbox.Endpoint.Authority);
        Assert.Equal([(id, StatusName.Rejected)], ResendAssert.Statuses(run));
    }

    [Fact]
    public async Task Every_message_is_delivered_once()
    {
        var ids = await AddAsync(25);

        var run = await ResendAsync(ids);

        RunAssert.NoErrors(run);
        Assert.Equal(25, Count(run, ResendStatus.Accepted));
        Assert.All(run.OutputAs<ResendResult>(), result =>
        {
            Assert.False(string.IsNullOrEmpty(result.RequestId));
            Assert.Equal(SandboxConnection.Instance, result.InstanceId);
            Assert.Equal(1, result.Tries);
            Assert.NotNull(result.StartTime);
        });
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task An_answer_lost_after_acceptance_is_the_one_unknown_of_ten_deliveries()
    {
        var ids = await AddAsync(10);
        await Sandbox.AddFaultAsync(Action, "acceptThenDrop", nth: 3, cancellationToken: Cancel);

        var run = await ResendAsync(ids);

        Assert.Equal(9, Count(run, ResendStatus.Accepted));
        var unknown = run.OutputAs<ResendResult>().Single(result => result.Status == StatusName.Unknown);
        Assert.Equal(["ResendOutcomeUnknown"], run.ErrorIds);
        Assert.Equal(unknown.MsgId, run.Errors[0].TargetObject);
        await AssertDeliveriesAsync(ids, 1);
    }

    [Theory]
    [InlineData("acceptThenDrop", StatusName.Unknown, 1, "ResendOutcomeUnknown")]
    [InlineData("acceptThenTimeout", StatusName.Unknown, 1, "ResendOutcomeUnknown")]
    [InlineData("dropBefore", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("timeout", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("throttle", StatusName.Accepted, 1, null)]
    [InlineData("status:503", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("status:500", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("garbage", StatusName.Unknown, 1, "ResendOutcomeUnknown")]
    [InlineData("halfBody", StatusName.Unknown, 1, "ResendOutcomeUnknown")]
    [InlineData("slowBody:50", StatusName.Accepted, 1, null)]
    [InlineData("html", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("xmlError", StatusName.Rejected, 0, "InvalidParameter")]
    [InlineData("errorInside200", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("otherId", StatusName.Unknown, 1, "ResendOutcomeUnknown")]
    [InlineData("redirect:307", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    [InlineData("challenge:401", StatusName.Unknown, 0, "ResendOutcomeUnknown")]
    public async Task A_fault_has_its_status_and_is_never_made_worse_by_a_repeat(
        string fault, string status, int deliveries, string? errorId)
    {
        var ids = await AddAsync(2);
        await Sandbox.AddFaultAsync(Action, fault, nth: 1, msgId: ids[0], cancellationToken: Cancel);

        var run = await ResendAsync(
            ids, fault.EndsWith("imeout", StringComparison.Ordinal) ? "-Confirm:$false -TimeoutSec 2" : "-Confirm:$false -TimeoutSec 60");

        Assert.Null(run.Failure);
        var results = run.OutputAs<ResendResult>().ToDictionary(result => result.MsgId, StringComparer.Ordinal);
        Assert.Equal(status, results[ids[0]].Status);
        Assert.Equal(StatusName.Accepted, results[ids[1]].Status);
        Assert.Equal(fault == "throttle" ? 2 : 1, results[ids[0]].Tries);
        Assert.Equal(errorId is null ? [] : [errorId], run.ErrorIds);
        Assert.All(run.Errors, error => Assert.Equal(ids[0], error.TargetObject));
        await AssertDeliveriesAsync([ids[0]], deliveries);
        await AssertDeliveriesAsync([ids[1]], 1);
    }

    [Fact]
    public async Task WhatIf_sends_nothing()
    {
        var ids = await AddAsync(3);
        var before = (await Sandbox.GetLedgerAsync(Cancel)).CallsOf(Action);

        var run = await ResendAsync(ids, "-WhatIf");

        Assert.Empty(run.Output);
        Assert.Equal(before, (await Sandbox.GetLedgerAsync(Cancel)).CallsOf(Action));
    }

    [Fact]
    public async Task The_same_message_by_several_names_is_delivered_once()
    {
        var id = Assert.Single(await AddAsync(1));

        var run = await ResendAsync([id, id.ToLowerInvariant(), id]);

        Assert.Equal(1, Count(run, ResendStatus.Accepted));
        Assert.Equal(2, Count(run, ResendStatus.Skipped));
        await AssertDeliveriesAsync([id], 1);
    }

    [Fact]
    public async Task Listed_dead_letters_are_piped_in()
    {
        var ids = await AddAsync(70);
        using var connection = SandboxConnection.To(Sandbox);
        using var session = new ResendSession(connection: connection);

        var run = await session.RunAsync(
            $"Get-OnsDlqMessage {Group} -Connection $c | Invoke-OnsDlqResend -GroupId {Group} -Connection $c -Confirm:$false");

        Assert.Empty(run.Errors);
        Assert.Equal(70, Count(run, ResendStatus.Accepted));
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.NotNull(result.StoreTimestamp));
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task An_unknown_message_and_an_unknown_group_are_refused_one_by_one()
    {
        var id = Assert.Single(await AddAsync(1));
        using var connection = SandboxConnection.To(Sandbox);
        using var session = new ResendSession(connection: connection);

        var run = await session.RunAsync(
            $"@{{ MsgId = '0BC100000000000000000000000000FF'; GroupId = '{Group}' }}, @{{ MsgId = '{id}'; GroupId = 'GID_nowhere' }}, @{{ MsgId = '{id}'; GroupId = '{Group}' }} | "
            + "Invoke-OnsDlqResend -Connection $c -Confirm:$false -ThrottleLimit 1");

        Assert.Null(run.Failure);
        Assert.Equal(["MessageNotFound", "PermissionDenied"], run.ErrorIds);
        Assert.Equal([ErrorCategory.ObjectNotFound, ErrorCategory.PermissionDenied], run.Errors.Select(error => error.CategoryInfo.Category));
        Assert.All(["-GroupId", "-InstanceId", "mq:"], word => Assert.Contains(word, run.Errors[1].ErrorDetails.RecommendedAction, StringComparison.Ordinal));
        Assert.Equal([StatusName.Rejected, StatusName.Rejected, StatusName.Accepted], run.OutputAs<ResendResult>().Select(result => result.Status));
        await AssertDeliveriesAsync([id], 1);
    }

    [Fact]
    public async Task A_wrong_secret_is_one_error_and_nothing_is_delivered()
    {
        var ids = await AddAsync(20);

        var run = await ResendAsync(ids, key: new AccessKey(Sandbox.AccessKeyId, "wrong"));

        Assert.Null(run.Failure);
        var error = Assert.Single(run.Errors);
        Assert.Equal("SignatureRejected", run.ErrorIds[0]);
        Assert.Equal(ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.Equal(20, Count(run, ResendStatus.Rejected) + Count(run, ResendStatus.Skipped));
        Assert.InRange(Count(run, ResendStatus.Rejected), 1, 8);
        await AssertDeliveriesAsync(ids, 0);
        Assert.DoesNotContain("wrong", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_ends_the_run()
    {
        var id = Assert.Single(await AddAsync(1));

        AssertEnded(await ResendAsync([id], key: new AccessKey("LTAI_unknown", "secret")), "AccessKeyNotFound", ErrorCategory.AuthenticationError, id);
        await AssertDeliveriesAsync([id], 0);
    }

    [Fact]
    public async Task A_clock_that_is_off_ends_the_run()
    {
        var id = Assert.Single(await AddAsync(1));
        await Sandbox.MoveClockAsync(TimeSpan.FromHours(1), Cancel);

        var run = await ResendAsync([id]);
        await Sandbox.MoveClockAsync(TimeSpan.FromHours(-1), Cancel);

        AssertEnded(run, "ClockSkew", ErrorCategory.InvalidOperation, id);
        await AssertDeliveriesAsync([id], 0);
    }

    [Fact]
    public async Task An_expired_token_ends_the_run()
    {
        var id = Assert.Single(await AddAsync(1));
        await Sandbox.AddKeyAsync(
            "STS.old" + Group, "secret", "token", TimeProvider.System.GetUtcNow().AddHours(-1), cancellationToken: Cancel);

        var run = await ResendAsync([id], key: new AccessKey("STS.old" + Group, "secret", "token"));

        AssertEnded(run, "TokenRejected", ErrorCategory.AuthenticationError, id);
        await AssertDeliveriesAsync([id], 0);
    }

    [Fact]
    public async Task A_missing_permission_is_an_error_per_message()
    {
        var ids = await AddAsync(2);
        var readOnly = JsonNode.Parse(
            """{"Version":"1","Statement":[{"Effect":"Allow","Action":["mq:QueryDLQMessage","mq:OnsInstanceBaseInfo"],"Resource":["*"]}]}""");
        await Sandbox.AddKeyAsync("LTAI_ro" + Group, "secret", policy: readOnly, cancellationToken: Cancel);

        var run = await ResendAsync(ids, key: new AccessKey("LTAI_ro" + Group, "secret"));

        Assert.Null(run.Failure);
        Assert.Equal(["PermissionDenied", "PermissionDenied"], run.ErrorIds);
        Assert.Equal(ids.Order(), run.Errors.Select(error => (string)error.TargetObject).Order());
        Assert.Contains("mq:ResendDLQMessage", run.Errors[0].ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, Count(run, ResendStatus.Rejected));
        await AssertDeliveriesAsync(ids, 0);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_a_rejection_per_message()
    {
        var closed = new Uri($"http://127.0.0.1:{UnusedPort.Find()}");
        using var connection = SandboxConnection.Make(closed, Sandbox.RegionId, new AccessKey("id", "secret"));
        using var session = new ResendSession(connection: connection);

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false");

        Assert.Null(run.Failure);
        Assert.Equal(["ServiceUnreachable"], run.ErrorIds);
        Assert.Equal(ErrorCategory.ConnectionError, run.Errors[0].CategoryInfo.Category);
        Assert.Equal("A1", run.Errors[0].TargetObject);
        Assert.Equal(1, Count(run, ResendStatus.Rejected));
    }

    [Fact]
    public async Task A_service_that_answers_by_the_sample_gives_one_warning()
    {
        await using var sandbox = await SandboxProcess.StartAsync(["--resend-answer", "sample"], Cancel);
        var ids = await sandbox.AddMessagesAsync(SandboxConnection.Instance, "GID_orders", 3, cancellationToken: Cancel);
        using var connection = SandboxConnection.To(sandbox);
        using var session = new ResendSession(connection: connection);
        session.Set("ids", ids.ToArray());

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders $ids -Connection $c -Confirm:$false");

        Assert.Equal(3, Count(run, ResendStatus.Failed));
        Assert.Equal(["ResendReportedFailed", "ResendReportedFailed", "ResendReportedFailed", "BreakerTripped"], run.ErrorIds);
        Assert.Single(run.Warnings);
        Assert.Equal(3, (await sandbox.GetLedgerAsync(Cancel)).TotalDeliveries);
    }

    [Fact]
    public async Task Verbose_tells_of_every_try_and_shows_no_secret()
    {
        var ids = await AddAsync(2);

        var run = await ResendAsync(ids, "-Confirm:$false -Verbose");

        var calls = run.Verbose.Where(line => line.Contains(Action, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, calls.Count);
        Assert.All(calls, line => Assert.Contains("HTTP 200", line, StringComparison.Ordinal));
        Assert.DoesNotContain(run.Verbose, line => line.Contains(Sandbox.AccessKeySecret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_confirmed_is_not_delivered()
    {
        var ids = await AddAsync(3);
        using var connection = SandboxConnection.To(Sandbox);
        using var session = new ResendSession(ScriptedHost.Answering("Yes", "No to All"), connection: connection);
        session.Set("ids", ids.ToArray());

        await session.RunAsync($"Invoke-OnsDlqResend {Group} $ids -Connection $c");

        await AssertDeliveriesAsync([ids[0]], 1);
        await AssertDeliveriesAsync(ids.Skip(1), 0);
    }
}
