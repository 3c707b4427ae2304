using System.Management.Automation;
using OnsDlq.Credentials;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

public sealed class InvokeOnsDlqResendTests
{
    [Fact]
    public async Task Many_piped_messages_are_each_sent_once_with_results_in_between()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "1..3000 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 16");

        Assert.Equal(3000, run.Output.Count);
        Assert.Equal(3000, session.Client.Sent.Count);
        Assert.All(session.Client.Sent, sent => Assert.Equal(1, sent.Value));
    }

    [Fact]
    public async Task A_run_sends_no_message_twice()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync(
            "'A1', 'a1', 'A2', @{ MsgId = 'A1'; InstanceId = 'MQ_INST_1' } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -Verbose");

        Assert.Empty(run.Errors);
        Assert.Equal(["A1", "A2"], session.Sent);
        Assert.Equal(2, run.OutputAs<ResendResult>().Count(result => result.Status == StatusName.Accepted));
        var skipped = run.OutputAs<ResendResult>().Where(result => result.Status == StatusName.Skipped).ToList();
        Assert.Equal(2, skipped.Count);
        Assert.All(skipped, result => Assert.Equal(ReasonName.DuplicateInput, result.Reason));
        Assert.Equal(2, run.Verbose.Count(line => line.Contains("DuplicateInput", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_the_service_lists_as_failed_is_a_result_and_an_error()
    {
        using var session = new ResendSession();
        session.Answer(message => new ResendAnswer("R", null, null, message.MsgId == "A1" ? ["a1"] : [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        RunAssert.OneError(run, "ResendReportedFailed", ErrorCategory.InvalidResult, "A1");
        Assert.Equal([("A1", StatusName.Failed), ("A2", StatusName.Accepted)], ResendAssert.Statuses(run));
        Assert.Equal(["a1"], run.OutputAs<ResendResult>().Single(result => result.MsgId == "A1").FailedMsgId);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task When_every_answer_lists_its_own_message_there_is_one_warning()
    {
        using var session = new ResendSession();
        session.Answer(message => new ResendAnswer("R", null, null, [message.MsgId], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2,A3 -Connection $c -Confirm:$false");

        Assert.Equal(["ResendReportedFailed", "ResendReportedFailed", "ResendReportedFailed", "BreakerTripped"], run.ErrorIds);
        Assert.Contains("lists the very message", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outcome_nobody_can_tell_is_a_result_and_an_error()
    {
        using var session = new ResendSession();
        session.Answer(message => message.MsgId == "A1"
            ? throw Failure.Of(ErrorId.ConnectionLost, RequestReach.Written)
            : new ResendAnswer("R", null, null, [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        RunAssert.OneError(run, "ResendOutcomeUnknown", ErrorCategory.InvalidResult, "A1");
        Assert.IsType<ServiceException>(run.Errors[0].Exception);
        Assert.Equal([("A1", StatusName.Unknown), ("A2", StatusName.Accepted)], ResendAssert.Statuses(run));
    }

    [Theory]
    [InlineData(nameof(ErrorId.PermissionDenied), "NoPermission", ErrorCategory.PermissionDenied)]
    [InlineData(nameof(ErrorId.GroupNotFound), "BIZ_SUBSCRIPTION_NOT_FOUND", ErrorCategory.ObjectNotFound)]
    [InlineData(nameof(ErrorId.MessageNotFound), "BIZ_NO_MESSAGE", ErrorCategory.ObjectNotFound)]
    [InlineData(nameof(ErrorId.Throttled), "Throttling.User", ErrorCategory.LimitsExceeded)]
    public async Task A_refusal_is_a_result_and_an_error_with_the_id_of_its_cause(string id, string code, ErrorCategory category)
    {
        using var session = new ResendSession();
        session.Answer(message => message.MsgId == "A1"
            ? throw Failure.Of(Enum.Parse<ErrorId>(id), RequestReach.Answered, 400, code, requestId: "R-9")
            : new ResendAnswer("R", null, null, [], 1));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        RunAssert.OneError(run, id, category, "A1");
        Assert.Equal([("A1", StatusName.Rejected), ("A2", StatusName.Accepted)], ResendAssert.Statuses(run));
        Assert.Contains("R-9", run.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trouble_that_every_message_meets_ends_the_run_with_one_error()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw Failure.Of(ErrorId.SignatureRejected, RequestReach.Answered, 400, "SignatureDoesNotMatch"));

        var run = await session.RunAsync(
            "1..50 | ForEach-Object { \"A$_\" } | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 2 -ErrorVariable errors");

        RunAssert.OneError(run, "SignatureRejected", ErrorCategory.AuthenticationError, "ons.cn-hangzhou.aliyuncs.com");
        var results = run.OutputAs<ResendResult>();
        Assert.Equal(50, results.Count);
        Assert.InRange(results.Count(result => result.Status == StatusName.Rejected), 1, 2);
        Assert.All(results.Where(result => result.Status != StatusName.Rejected), result => Assert.Equal(ReasonName.RunStopped, result.Reason));
        Assert.Equal(results.Count(result => result.Tries > 0), session.Client.Sent.Count);
    }

    [Fact]
    public async Task Missing_credentials_end_the_run_with_one_error()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw new CredentialsException(ErrorId.NoCredentials, "nothing was found"));

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2,A3 -Connection $c -Confirm:$false -ThrottleLimit 1");

        RunAssert.OneError(run, "NoCredentials", ErrorCategory.AuthenticationError, null);
        Assert.Equal([("A1", StatusName.Rejected), ("A2", StatusName.Skipped), ("A3", StatusName.Skipped)], ResendAssert.Statuses(run));
    }

    [Fact]
    public async Task A_run_that_has_stopped_asks_nothing_more()
    {
        using var session = new ResendSession(ScriptedHost.Answering("Yes"));
        session.Answer(_ => throw new CredentialsException(ErrorId.NoCredentials, "nothing was found"));

        // A repeated message is skipped, and results that are ready are written then, so the loop ends when the first one has stopped the run.
        var run = await session.RunAsync(
            """
            $box = @{ Stopped = $false }
            & { 'A1'; while (-not $box.Stopped) { 'A1' }; 'A2' } | Invoke-OnsDlqResend GID_orders -Connection $c |
                ForEach-Object { if ($_.Status -eq 'Rejected') { $box.Stopped = $true }; $_ }
            """);

        Assert.Single(session.Host.Prompts);
        RunAssert.OneError(run, "NoCredentials", ErrorCategory.AuthenticationError, null);
        Assert.Equal(["A1"], session.Sent);
        var last = run.OutputAs<ResendResult>()[^1];
        Assert.Equal(("A2", ReasonName.RunStopped), (last.MsgId, last.Reason));
    }

    [Fact]
    public async Task The_exception_of_an_unknown_outcome_tells_a_script_what_caused_it()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw Failure.Of(ErrorId.TimedOut, RequestReach.Written));

        var run = await session.RunAsync(
            """
            $null = Invoke-OnsDlqResend GID_orders A1 -Connection $c -Confirm:$false -ErrorVariable trouble -ErrorAction SilentlyContinue
            $trouble.ForEach({ "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.Exception.Id)" })
            """);

        Assert.Null(run.Failure);
        Assert.Equal("ResendOutcomeUnknown TimedOut", Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public async Task A_run_that_stops_itself_keeps_every_result_in_a_variable_and_its_error_comes_last()
    {
        using var session = new ResendSession();
        session.Answer(_ => throw Failure.Of(ErrorId.ConnectionLost, RequestReach.Written));

        var run = await session.RunAsync(
            """
            $r = 1..20 | ForEach-Object { "A$_" } |
                Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false -ThrottleLimit 1 -ErrorVariable trouble -ErrorAction SilentlyContinue
            $r
            'after'
            $trouble.ForEach({ "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)" })
            """);

        Assert.Null(run.Failure);
        var results = run.Output.Take(20).Select(item => (ResendResult)item.BaseObject).ToArray();
        Assert.Equal(5, results.Count(result => result.Status == StatusName.Unknown));
        Assert.Equal(15, results.Count(result => result.Reason == ReasonName.RunStopped));
        var runId = results.Select(result => result.RunId).First(id => id is not null);
        Assert.Equal(
            ["after", .. results.Where(result => result.Status == StatusName.Unknown).Select(
                result => $"ResendOutcomeUnknown {result.MsgId}"), $"BreakerTripped {runId}"],
            run.Output.Skip(20).Select(item => item.BaseObject));
    }
}
