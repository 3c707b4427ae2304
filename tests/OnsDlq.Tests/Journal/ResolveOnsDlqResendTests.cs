using System.Management.Automation;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Journal;

public sealed class ResolveOnsDlqResendTests : IDisposable
{
    private const string Silent = "-Reason 'the consumer has it' -Connection $c -Confirm:$false";

    private readonly JournalSession _session = new();

    public void Dispose() => _session.Dispose();

    private async Task<AttemptOutcome?> OutcomeAsync() => Assert.Single((await _session.Stage.HistoryAsync()).Attempts).Outcome;

    [Theory]
    [InlineData("Resolve-OnsDlqResend -AttemptId a1")]
    [InlineData("Resolve-OnsDlqResend GID_orders 0A01")]
    [InlineData("Resolve-OnsDlqResend MQ_INST_1%GID_orders 0a01 -InstanceId MQ_INST_1")]
    [InlineData("Get-OnsDlqResend -Status Unknown -Connection $c | Resolve-OnsDlqResend")]
    [InlineData("$sent | Resolve-OnsDlqResend")]
    [InlineData("$skipped | Resolve-OnsDlqResend")]
    [InlineData("'a1' | Resolve-OnsDlqResend")]
    [InlineData("@{ AttemptId = 'a1' } | Resolve-OnsDlqResend")]
    [InlineData("[pscustomobject]@{ MsgId = '0A01' } | Resolve-OnsDlqResend -GroupId GID_orders")]
    public async Task Every_way_to_name_an_attempt_settles_it_with_who_and_why(string command)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);
        var message = new MessageReference("cn-hangzhou", "MQ_INST_1", "GID_orders", "0A01", null);
        _session.Set("sent", new ResendResult(message, ResendStatus.Unknown) { AttemptId = "a1" });
        _session.Set("skipped", new ResendResult(message, ResendStatus.Skipped) { SkipReason = SkipReason.OutcomeUnknown });

        var settled = Assert.Single(await _session.GetAsync<ResendAttempt>($"{command} -As Accepted {Silent}"));

        Assert.Equal(("a1", StatusName.Accepted), (settled.AttemptId, settled.Status));
        var word = settled.Outcomes[^1];
        Assert.Equal((SourceName.Person, "the consumer has it", $"{Environment.UserName}@{Environment.MachineName}"), (word.Source, word.Reason, word.By));
        Assert.Equal(ResendStatus.Accepted, (await OutcomeAsync())!.Status);
    }

    [Fact]
    public async Task A_person_is_asked_first_and_may_say_no()
    {
        using var session = new JournalSession(ScriptedHost.Answering("No"));
        await session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await session.RunAsync("Resolve-OnsDlqResend -AttemptId a1 -As Rejected -Reason 'not in the log' -Connection $c");

        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        var prompt = Assert.Single(session.Host.Prompts);
        Assert.All(["Settle as Rejected", "a1", "0A01", "GID_orders", "ada@box", "Unknown"], word => Assert.Contains(word, prompt, StringComparison.Ordinal));
        Assert.Single(Assert.Single((await session.Stage.HistoryAsync()).Attempts).Outcomes);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_nothing_is_settled()
    {
        using var session = new JournalSession(ScriptedHost.NonInteractive());
        await session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await session.RunAsync("Resolve-OnsDlqResend -AttemptId a1 -As Accepted -Reason x -Connection $c");

        Assert.Equal("ConfirmationUnavailable", run.TerminatingErrorId);
        Assert.Equal("a1", run.TerminatingError!.TargetObject);
        Assert.Single(Assert.Single((await session.Stage.HistoryAsync()).Attempts).Outcomes);
    }

    [Fact]
    public async Task WhatIf_settles_nothing()
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        Assert.Empty(await _session.GetAsync<object>("Resolve-OnsDlqResend -AttemptId a1 -As Accepted -Reason x -Connection $c -WhatIf"));

        Assert.Equal(ResendStatus.Unknown, (await OutcomeAsync())!.Status);
    }

    [Fact]
    public async Task Of_two_people_who_looked_at_once_the_second_is_told_of_the_conflict()
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await _session.RunAsync(
            $"$mine = Get-OnsDlqResend -Connection $c; $theirs = Get-OnsDlqResend -Connection $c; "
            + $"$mine | Resolve-OnsDlqResend -As Accepted {Silent}; $theirs | Resolve-OnsDlqResend -As Rejected {Silent}");

        Assert.Equal([StatusName.Accepted], run.OutputAs<ResendAttempt>().Select(attempt => attempt.Status));
        RunAssert.OneError(run, "ResolveConflict", ErrorCategory.ResourceExists, "a1");
        Assert.Equal(ResendStatus.Accepted, (await OutcomeAsync())!.Status);
    }

    [Fact]
    public async Task An_attempt_that_got_another_outcome_since_it_was_saved_is_not_settled()
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);
        var attempt = Assert.Single(await _session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c"));
        var saved = PSSerializer.Deserialize(PSSerializer.Serialize(attempt, depth: 2));
        _session.Set("saved", saved);
        await _session.Stage.EndAsync("a1", ResendStatus.Failed);

        var run = await _session.RunAsync($"$saved | Resolve-OnsDlqResend -As Rejected {Silent}");

        Assert.IsNotType<ResendAttempt>(((PSObject)saved).BaseObject);
        Assert.Empty(run.Output);
        RunAssert.OneError(run, "ResolveConflict", ErrorCategory.ResourceExists, "a1");
        Assert.Equal(2, Assert.Single((await _session.Stage.HistoryAsync()).Attempts).Outcomes.Count);
    }

    [Fact]
    public async Task What_is_settled_or_in_flight_cannot_be_settled_and_the_rest_is()
    {
        var stage = _session.Stage;
        await stage.EndedAsync("accepted", ResendStatus.Accepted, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "M1"));
        await stage.EndedAsync("rejected", ResendStatus.Rejected, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "M2"));
        await stage.ClaimAsync("live", new("cn-hangzhou", "MQ_INST_1", "GID_orders", "M3"));
        await stage.EndedAsync("failed", ResendStatus.Failed, new("cn-hangzhou", "MQ_INST_1", "GID_orders", "M4"));

        var run = await _session.RunAsync($"Resolve-OnsDlqResend -AttemptId accepted, rejected, live, failed -As Rejected {Silent}");

        Assert.Equal(["failed"], run.OutputAs<ResendAttempt>().Select(attempt => attempt.AttemptId));
        Assert.Equal(["AttemptNotResolvable", "AttemptNotResolvable", "AttemptNotResolvable"], run.ErrorIds);
        Assert.Equal(["accepted", "rejected", "live"], run.Errors.Select(error => error.TargetObject));
        Assert.All(run.Errors, error => Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category));
    }

    [Theory]
    [InlineData("-AttemptId nothing", "AttemptNotFound", ErrorCategory.ObjectNotFound, "nothing")]
    [InlineData("GID_orders M9", "AttemptNotFound", ErrorCategory.ObjectNotFound, "M9")]
    [InlineData("GID_orders 0A01", "AmbiguousAttempt", ErrorCategory.InvalidArgument, "0A01")]
    [InlineData("-MsgId 0A01", "MissingGroupId", ErrorCategory.InvalidArgument, "0A01")]
    [InlineData("GID_orders", "MissingMsgId", ErrorCategory.InvalidArgument, null)]
    public async Task What_names_no_attempt_is_an_error_about_it(string parameters, string id, ErrorCategory category, string? target)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);
        await _session.Stage.EndedAsync("a2", ResendStatus.Unknown);

        var run = await _session.RunAsync($"Resolve-OnsDlqResend {parameters} -As Accepted {Silent}");

        Assert.Empty(run.Output);
        RunAssert.OneError(run, id, category, target!);
    }

    [Theory]
    [InlineData("'a1' | Resolve-OnsDlqResend -GroupId GID_bills", "AttemptNotFound")]
    [InlineData("'a1' | Resolve-OnsDlqResend -InstanceId MQ_INST_2", "AttemptNotFound")]
    [InlineData("[pscustomobject]@{ AttemptId = 'a1'; MsgId = '0A02'; GroupId = 'GID_orders' } | Resolve-OnsDlqResend", "AttemptNotFound")]
    [InlineData("[pscustomobject]@{ AttemptId = 'a9'; MsgId = '0A01'; GroupId = 'GID_orders' } | Resolve-OnsDlqResend", "AttemptNotFound")]
    [InlineData("[pscustomobject]@{ AttemptId = 'a1'; GroupId = 'GID_bills' } | Resolve-OnsDlqResend", "AttemptNotFound")]
    [InlineData("Get-OnsDlqResend -Connection $c | Resolve-OnsDlqResend -GroupId GID_bills", "GroupMismatch")]
    public async Task An_attempt_on_another_message_than_is_named_is_not_settled(string command, string id)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await _session.RunAsync($"{command} -As Rejected {Silent}");

        Assert.Empty(run.Output);
        Assert.Equal([id], run.ErrorIds);
        Assert.Equal(ResendStatus.Unknown, (await OutcomeAsync())!.Status);
    }

    [Fact]
    public async Task Input_that_names_no_attempt_is_an_error_about_it_and_the_rest_is_settled()
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await _session.RunAsync(
            "$null, '', @(,@('a1')), [pscustomobject]@{ Name = 'x' }, [pscustomobject]@{ MsgId = '0A01'; GroupId = 'GID_bills' }, 'a1' | "
            + $"Resolve-OnsDlqResend -GroupId GID_orders -As Accepted {Silent}");

        Assert.Null(run.Failure);
        Assert.Equal(["UnreadableInput", "UnreadableInput", "UnreadableInput", "MissingMsgId", "GroupMismatch"], run.ErrorIds);
        Assert.Equal(["a1"], run.OutputAs<ResendAttempt>().Select(attempt => attempt.AttemptId));
    }

    [Theory]
    [InlineData("'0A01' | Resolve-OnsDlqResend GID_orders", "a1")]
    [InlineData("'a1' | Resolve-OnsDlqResend GID_orders", "a1")]
    [InlineData("'a1' | Resolve-OnsDlqResend", "a1")]
    [InlineData("'0A01' | Resolve-OnsDlqResend", "")]
    [InlineData("'0A09' | Resolve-OnsDlqResend GID_orders", "")]
    public async Task A_text_is_an_attempt_or_with_a_group_a_message(string command, string settled)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await _session.RunAsync($"{command} -As Accepted {Silent}");

        Assert.Null(run.Failure);
        Assert.Equal(settled, string.Join(' ', run.OutputAs<ResendAttempt>().Select(attempt => attempt.AttemptId)));
        if (settled.Length == 0) Assert.Equal(["AttemptNotFound"], run.ErrorIds);
    }

    [Theory]
    [InlineData("-As Failed -Reason x")]
    [InlineData("-As Unknown -Reason x")]
    [InlineData("-As Accepted -Reason ' '")]
    [InlineData("-As Accepted -Reason ''")]
    public async Task Only_a_decision_with_a_reason_is_taken(string parameters)
    {
        await _session.Stage.EndedAsync("a1", ResendStatus.Unknown);

        var run = await _session.RunAsync($"Resolve-OnsDlqResend -AttemptId a1 {parameters} -Connection $c -Confirm:$false");

        Assert.Equal("ParameterArgumentValidationError", run.TerminatingErrorId);
        Assert.Equal(ResendStatus.Unknown, (await OutcomeAsync())!.Status);
    }

    [Fact]
    public async Task Where_there_is_no_journal_nothing_is_found_and_none_is_made()
    {
        _session.Opener.Exists = false;

        var run = await _session.RunAsync($"Resolve-OnsDlqResend -AttemptId a1 -As Accepted {Silent}");

        RunAssert.OneError(run, "AttemptNotFound", ErrorCategory.ObjectNotFound, "a1");
        Assert.Equal(0, _session.Opener.Opened);
    }

    [Fact]
    public async Task An_abandoned_claim_becomes_Unknown_and_then_what_the_person_says()
    {
        await _session.Stage.ClaimAsync("a1");
        _session.Stage.Clock.Note(_session.Stage.Time.GetUtcNow().AddMinutes(17), _session.Stage.Time.GetUtcNow(), _session.Stage.Time.GetUtcNow());

        var settled = Assert.Single(await _session.GetAsync<ResendAttempt>(
            $"Get-OnsDlqResend -Status Unknown -Connection $c | Resolve-OnsDlqResend -As Rejected {Silent}"));

        Assert.Equal([SourceName.Abandoned, SourceName.Person], settled.Outcomes.Select(outcome => outcome.Source));
        Assert.Equal(StatusName.Rejected, settled.Status);
    }
}
