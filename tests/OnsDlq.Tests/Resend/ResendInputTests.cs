using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Transport;

namespace OnsDlq.Tests.Resend;

public sealed class ResendInputTests
{
    [Fact]
    public async Task Group_and_ids_are_given_by_position()
    {
        using var session = new ResendSession();

        var run = await session.RunAsync("Invoke-OnsDlqResend GID_orders A1,A2 -Connection $c -Confirm:$false");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal([("A1", StatusName.Accepted), ("A2", StatusName.Accepted)], ResendAssert.Statuses(run));
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
        Assert.Equal([("A1", StatusName.Accepted), ("A2", StatusName.Accepted)], ResendAssert.Statuses(run));
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal("MQ_INST_2", result.InstanceId));
    }

    [Fact]
    public async Task A_result_is_piped_back_in_and_sent_again_where_it_was_proven_not_to_be_executed()
    {
        using var session = new ResendSession();
        session.Answer(message => session.Client.Sent["A1"] == 1 && message.MsgId == "A1"
            ? throw Failure.Of(ErrorId.PermissionDenied, RequestReach.Answered, 403, "Forbidden.RAM")
            : new ResendAnswer("R", null, null, [], 1));

        var run = await session.RunAsync(
            "Invoke-OnsDlqResend GID_orders A1,A2 -InstanceId I -Connection $c -Confirm:$false -ErrorAction SilentlyContinue | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        Assert.Equal([("A1", StatusName.Accepted), ("A2", StatusName.Skipped)], ResendAssert.Statuses(run));
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal("I", result.InstanceId));
        Assert.Equal(2, session.Client.Sent["A1"]);
        Assert.Equal(1, session.Client.Sent["A2"]);
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

        RunAssert.OneError(run, "MissingMsgId", ErrorCategory.InvalidArgument, null);
        Assert.Empty(session.Host.Prompts);
    }

    [Fact]
    public async Task Without_a_group_there_is_an_error_per_object_and_the_rest_goes_on()
    {
        using var session = new ResendSession();
        session.Set("rows", new[] { Row(("MsgId", "A1")), Row(("MsgId", "A2"), ("GroupId", "GID_orders")) });

        var run = await session.RunAsync("$rows | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        RunAssert.OneError(run, "MissingGroupId", ErrorCategory.InvalidArgument, "A1");
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

        RunAssert.OneError(run, "MissingMsgId", ErrorCategory.InvalidArgument, "");
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

        RunAssert.OneError(run, id, ErrorCategory.InvalidArgument, "A1");
        Assert.Equal(["A2"], session.Sent);
    }

    [Fact]
    public async Task Rows_of_dead_letters_that_have_expired_give_one_warning()
    {
        using var session = new ResendSession();
        session.Set("rows", Enumerable.Range(1, 3).Select(i => Row(("MsgId", $"A{i}"), ("StoreTimestamp", "1700000000000"))).ToArray());

        var run = await session.RunAsync("$rows | Invoke-OnsDlqResend GID_orders -Connection $c -Confirm:$false");

        Assert.Contains("more than three days old", Assert.Single(run.Warnings), StringComparison.Ordinal);
        Assert.Equal(3, run.Output.Count);
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

    private static PSObject Row(params (string Name, object Value)[] members)
    {
        var row = new PSObject();
        foreach (var (name, value) in members)
            row.Properties.Add(new PSNoteProperty(name, value));
        return row;
    }
}
