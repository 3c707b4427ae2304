using System.Management.Automation;
using OnsDlq.Credentials;
using OnsDlq.Core.Tests.Resend;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

public sealed class InvokeOnsDlqResendTests
{
    private static (string, ResendStatus)[] Statuses(ModuleRun run) =>
        [.. run.OutputAs<ResendResult>().Select(result => (result.MsgId, result.Status)).OrderBy(result => result.MsgId, StringComparer.Ordinal)];

    private static void AssertError(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.Null(run.Failure);
        AssertRecord(Assert.Single(run.Errors), id, category, target);
    }

    private static void AssertTerminating(ModuleRun run, string id, ErrorCategory category, object? target)
    {
        Assert.NotNull(run.TerminatingError);
        AssertRecord(run.TerminatingError, id, category, target);
    }

    private static void AssertRecord(ErrorRecord error, string id, ErrorCategory category, object? target)
    {
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(target, error.TargetObject);
        Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction));
    }

    [Fact]
    public async Task Group_and_ids_are_given_by_position()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        Assert.Null(run.Failure);
        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        Assert.Equal([("A1", ResendStatus.Accepted), ("A2", ResendStatus.Accepted)], Statuses(run));
        Assert.All(run.OutputAs<ResendResult>(), result =>
        {
            Assert.Equal((ResendSession.Group, ResendSession.Instance, ResendSession.Region), (result.GroupId, result.InstanceId, result.RegionId));
            Assert.Equal("R-" + result.MsgId, result.RequestId);
            Assert.Null(result.StoreTimestamp);
        });
    }

    [Fact]
    public async Task Ids_are_piped()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("'A1', ' A2 ' | Invoke-OnsDlqResend -GroupId GID_orders -InstanceId MQ_INST_2 -Connection $c -Confirm:$false");

        Assert.Empty(run.Errors);
        Assert.Equal([("A1", ResendStatus.Accepted), ("A2", ResendStatus.Accepted)], Statuses(run));
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal("MQ_INST_2", result.InstanceId));
    }

    [Fact]
    public async Task Many_piped_messages_are_each_sent_once_with_results_in_between()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("1..3000 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 16");

        Assert.Equal(3000, run.Output.Count);
        Assert.Equal(3000, session.Client.Sent.Count);
        Assert.All(session.Client.Sent, sent => Assert.Equal(1, sent.Value));
    }

    [Fact]
    public async Task Results_are_piped_back_in_and_sent_again_as_a_new_run()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "Invoke-OnsDlqResend GID_orders A1 -InstanceId I -Connection $c -Confirm:$false | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        Assert.Equal([("A1", ResendStatus.Accepted)], Statuses(run));
        Assert.Equal("I", run.OutputAs<ResendResult>()[0].InstanceId);
        Assert.Equal(2, session.Client.Sent["A1"]);
    }

    [Fact]
    public async Task A_run_sends_no_message_twice()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "'A1', 'a1', 'A2', @{ MsgId = 'A1'; InstanceId = 'MQ_INST_1' } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -Verbose");

        Assert.Empty(run.Errors);
        Assert.Equal(["A1", "A2"], session.Sent);
        Assert.Equal(2, run.OutputAs<ResendResult>().Count(result => result.Status == ResendStatus.Accepted));
        var skipped = run.OutputAs<ResendResult>().Where(result => result.Status == ResendStatus.Skipped).ToList();
        Assert.Equal(2, skipped.Count);
        Assert.All(skipped, result => Assert.Equal(SkipReason.DuplicateInput, result.Reason));
        Assert.Equal(2, run.Verbose.Count(line => line.Contains("DuplicateInput", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("ThrottleLimit", 0)]
    [InlineData("ThrottleLimit", 65)]
    [InlineData("TimeoutSec", 0)]
    public async Task A_number_out_of_range_is_refused_before_anything_is_sent(string parameter, int value)
    {
        using var session = new ResendSession();

        var run = await session.RunAsync($"Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false -{parameter} {value}");

        Assert.Equal("ParameterArgumentValidationError", run.TerminatingErrorId);
        Assert.Empty(session.Sent);
    }

    [Fact]
    public async Task Without_an_id_there_is_an_error_and_no_prompt()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders -Connection $c");

        AssertError(run, "MissingMsgId", ErrorCategory.InvalidArgument, null);
        Assert.Empty(session.Host.Prompts);
    }

    [Fact]
    public async Task Without_a_group_there_is_an_error_per_object_and_the_rest_goes_on()
    {
        using var session = new ResendSession();
        session.Set("rows", new[] { Row(("MsgId", "A1")), Row(("MsgId", "A2"), ("GroupId", "GID_orders")) });

        var run = await session.RunAsync("$rows | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        AssertError(run, "MissingGroupId", ErrorCategory.InvalidArgument, "A1");
        Assert.Equal(["A2"], session.Sent);
    }

    [Theory]
    [InlineData("''", "MissingMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("'  '", "MissingMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("$null", "MissingMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("'0BC1****'", "InvalidMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("\"A`e[31m\"", "InvalidMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("([pscustomobject]@{ Name = 'x' })", "MissingMsgId", ErrorCategory.InvalidArgument)]
    [InlineData("([pscustomobject]@{ MsgId = 1.5 })", "UnreadableInput", ErrorCategory.InvalidData)]
    [InlineData("([pscustomobject]@{ MsgId = 'A'; MessageId = 'B' })", "UnreadableInput", ErrorCategory.InvalidData)]
    [InlineData("([pscustomobject]@{ MsgId = 'A'; StoreTimestamp = '1.7E+12' })", "UnreadableInput", ErrorCategory.InvalidData)]
    [InlineData("(,@('A', 'B'))", "UnreadableInput", ErrorCategory.InvalidData)]
    [InlineData("([pscustomobject]@{ MsgId = 'A'; GroupId = \"GID`n\"+'x' })", "GroupMismatch", ErrorCategory.InvalidArgument)]
    public async Task Input_that_names_no_message_is_an_error_and_the_rest_goes_on(string input, string id, ErrorCategory category)
    {
        using var session = new ResendSession();

        var run = await session.RunAsync($"& {{ 'A1'; {input}; 'A2' }} | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false");

        Assert.Null(run.Failure);
        var error = Assert.Single(run.Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(["A1", "A2"], session.Sent);
        Assert.Equal(2, run.Output.Count);
    }

    [Fact]
    public async Task Several_ids_with_one_empty_give_one_error()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,'',A2 -Connection $c -Confirm:$false");

        AssertError(run, "MissingMsgId", ErrorCategory.InvalidArgument, "");
        Assert.Equal(["A1", "A2"], session.Sent);
    }

    [Theory]
    [InlineData("GroupId", "GID_refunds", "GroupMismatch")]
    [InlineData("GroupId", "gid_orders", "GroupMismatch")]
    [InlineData("InstanceId", "MQ_INST_9", "InstanceMismatch")]
    [InlineData("RegionId", "cn-shanghai", "RegionMismatch")]
    public async Task An_object_of_elsewhere_is_an_error_and_not_sent(string member, string value, string id)
    {
        using var session = new ResendSession();
        session.Set("rows", new[] { Row(("MsgId", "A1"), (member, value)), Row(("MsgId", "A2"), ("RegionId", "CN-HANGZHOU")) });

        var run = await session.RunAsync("$rows | Invoke-OnsDlqResend -GroupId GID_orders -InstanceId MQ_INST_1 -Connection $c -Confirm:$false");

        AssertError(run, id, ErrorCategory.InvalidArgument, "A1");
        Assert.Equal(["A2"], session.Sent);
    }

    [Fact]
    public async Task Rows_of_a_csv_file_are_read_as_they_are()
    {
        using var session = new ResendSession();
        session.Set("rows", new[]
        {
            Row(("msgid", "A1"), ("groupid", "GID_orders"), ("instanceid", ""), ("regionid", ""), ("storetimestamp", "1700000000000"), ("status", "Unknown")),
            Row(("MessageId", 42L), ("GroupId", "GID_orders"), ("InstanceId", "MQ_INST_2"), ("StoreTimestamp", 1_700_000_000_001L)),
        });

        var run = await session.RunAsync("$rows | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        Assert.Empty(run.Errors);
        Assert.Equal(
            [("42", "MQ_INST_2", 1_700_000_000_001L), ("A1", "MQ_INST_1", 1_700_000_000_000L)],
            run.OutputAs<ResendResult>().OrderBy(result => result.MsgId, StringComparer.Ordinal)
                .Select(result => (result.MsgId, result.InstanceId!, result.StoreTimestamp!.Value)));
    }

    [Fact]
    public async Task A_message_the_service_lists_as_failed_is_a_result_and_an_error()
    {
        using var session = new ResendSession();
        session.Answer(message => new ResendAnswer("R", null, null, message.MsgId == "A1" ? ["a1"] : [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        AssertError(run, "ResendReportedFailed", ErrorCategory.InvalidResult, "A1");
        Assert.Equal([("A1", ResendStatus.Failed), ("A2", ResendStatus.Accepted)], Statuses(run));
        Assert.Equal(["a1"], run.OutputAs<ResendResult>().Single(result => result.MsgId == "A1").FailedMsgId);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task When_every_answer_lists_its_own_message_there_is_one_warning()
    {
        using var session = new ResendSession();
        session.Answer(message => new ResendAnswer("R", null, null, [message.MsgId], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2,A3 -Connection $c -Confirm:$false");

        Assert.Equal(3, run.Errors.Count);
        Assert.Contains("lists the very message", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_nobody_can_tell_is_a_result_and_an_error()
    {
        using var session = new ResendSession();
        session.Answer(message => message.MsgId == "A1"
            ? throw Failure.Of(ServiceFault.ConnectionLost, RequestReach.Written)
            : new ResendAnswer("R", null, null, [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        AssertError(run, "ResendOutcomeUnknown", ErrorCategory.InvalidResult, "A1");
        Assert.IsType<ServiceException>(run.Errors[0].Exception);
        Assert.Equal([("A1", ResendStatus.Unknown), ("A2", ResendStatus.Accepted)], Statuses(run));
    }

    [Theory]
    [InlineData(nameof(ServiceFault.PermissionDenied), "NoPermission", "PermissionDenied", ErrorCategory.PermissionDenied)]
    [InlineData(nameof(ServiceFault.GroupNotFound), "BIZ_SUBSCRIPTION_NOT_FOUND", "GroupNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(nameof(ServiceFault.MessageNotFound), "BIZ_NO_MESSAGE", "MessageNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(nameof(ServiceFault.Throttled), "Throttling.User", "Throttled", ErrorCategory.LimitsExceeded)]
    public async Task A_refusal_is_a_result_and_an_error_with_the_id_of_its_cause(string fault, string code, string id, ErrorCategory category)
    {
        using var session = new ResendSession();
        session.Answer(message => message.MsgId == "A1"
            ? throw Failure.Of(Enum.Parse<ServiceFault>(fault), RequestReach.Answered, 400, code, requestId: "R-9")
            : new ResendAnswer("R", null, null, [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        AssertError(run, id, category, "A1");
        Assert.Equal([("A1", ResendStatus.Rejected), ("A2", ResendStatus.Accepted)], Statuses(run));
        Assert.Contains("R-9", run.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_every_message_meets_ends_the_run_with_one_terminating_error()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw Failure.Of(ServiceFault.SignatureRejected, RequestReach.Answered, 400, "SignatureDoesNotMatch"));

        var run = await session.RunAsync("1..50 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 2 -ErrorVariable errors");

        AssertTerminating(run, "SignatureRejected", ErrorCategory.AuthenticationError, "ons.cn-hangzhou.aliyuncs.com");
        Assert.Empty(run.Errors);
        var results = run.OutputAs<ResendResult>();
        Assert.Equal(50, results.Count);
        Assert.InRange(results.Count(result => result.Status == ResendStatus.Rejected), 1, 2);
        Assert.All(results.Where(result => result.Status != ResendStatus.Rejected), result => Assert.Equal(SkipReason.RunStopped, result.Reason));
        Assert.Equal(results.Count(result => result.Status == ResendStatus.Rejected), session.Client.Sent.Count);
    }

    [Fact]
    public async Task Missing_credentials_end_the_run_with_one_terminating_error()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw new CredentialsException(CredentialsFault.NotFound, "nothing was found"));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2,A3 -Connection $c -Confirm:$false -ThrottleLimit 1");

        AssertTerminating(run, "NoCredentials", ErrorCategory.AuthenticationError, null);
        Assert.Empty(run.Errors);
        Assert.Equal([("A1", ResendStatus.Rejected), ("A2", ResendStatus.Skipped), ("A3", ResendStatus.Skipped)], Statuses(run));
    }

    [Fact]
    public async Task A_run_that_has_stopped_asks_nothing_more()
    {
        using var session = new ResendSession(ScriptedHost.Answering("Yes"));
        session.Answer(_ => throw new CredentialsException(CredentialsFault.NotFound, "nothing was found"));

        // A message given again is skipped and brings out what is ready, so the loop ends once the first one has stopped the run.
        var run = await session.RunAsync(
            """
            $box = @{ Stopped = $false }
            & { 'A1'; while (-not $box.Stopped) { 'A1' }; 'A2' } | Invoke-OnsDlqResend GID_orders -Connection $c |
                ForEach-Object { if ($_.Status -eq 'Rejected') { $box.Stopped = $true }; $_ }
            """);

        Assert.Single(session.Host.Prompts);
        Assert.Equal("NoCredentials", run.TerminatingErrorId);
        Assert.Equal(["A1"], session.Sent);
        var last = run.OutputAs<ResendResult>()[^1];
        Assert.Equal(("A2", SkipReason.RunStopped), (last.MsgId, last.Reason));
    }

    private static PSObject Row(params (string Name, object Value)[] members)
    {
        var row = new PSObject();
        foreach (var (name, value) in members)
            row.Properties.Add(new PSNoteProperty(name, value));
        return row;
    }
}
