using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;

namespace OnsDlq.Tests.Commands;

public sealed class GetOnsDlqMessageTests
{
    private const string Everything = "-Connection $c";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_is_listed()
    {
        using var session = new CommandSession(CommandSession.Recent(120));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {Everything}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(Enumerable.Range(1, 120).Select(i => $"M{i}"), run.OutputAs<DeadLetter>().Select(e => e.MsgId));
        Assert.All(session.Client.Queries, q => Assert.Equal("MQ_INST_1", q.InstanceId));
    }

    [Fact]
    public async Task Objects_come_out_before_the_next_window_has_arrived()
    {
        using var session = new CommandSession(CommandSession.Recent(4000));
        var nextWindow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The first window has too many pages, the second is read, the third waits.
        session.Client.Before = (_, token) =>
            session.Client.Queries.Count(q => q.TaskId is null) == 3 ? nextWindow.Task.WaitAsync(token) : Task.CompletedTask;
        using var invocation = session.Start($"Get-OnsDlqMessage GID_a {Everything}");

        await invocation.OutputReachesAsync(50, Cancellation);
        nextWindow.SetResult();

        Assert.Equal(4000, (await invocation.EndAsync(Cancellation)).Output.Count);
    }

    [Fact]
    public async Task Without_a_range_the_last_three_days_are_listed()
    {
        using var session = new CommandSession(CommandSession.Recent(3));

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a -Connection $c");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(3, run.Output.Count);
        var query = Assert.Single(session.Client.Queries);
        Assert.Equal(TimeSpan.FromDays(3), query.EndTime - query.BeginTime);
        Assert.InRange(query.EndTime, TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddSeconds(2));
    }

    [Fact]
    public async Task More_in_one_ms_than_the_service_shows_is_an_error_that_names_it_and_what_follows_is_listed()
    {
        var entries = TooManyInOneMsAndAnother();
        using var session = new CommandSession(entries);

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {Everything}");

        Assert.Null(run.Failure);
        Assert.Equal(entries.Where(e => e.MsgId != "M2501").Select(e => e.MsgId), run.OutputAs<DeadLetter>().Select(e => e.MsgId));
        var error = Assert.Single(run.Errors);
        RunAssert.Record(error, "IncompleteListing", ErrorCategory.LimitsExceeded, "GID_a");
        Assert.Contains("50 of 51 pages", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(
            new Window(entries[0].StoreTimestamp, entries[0].StoreTimestamp).ToRange().ToLocalTime().ToString(), error.ErrorDetails.Message,
            StringComparison.Ordinal);
        Assert.Contains("-MsgId", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_listed_is_told_although_a_later_call_fails()
    {
        using var session = new CommandSession(TooManyInOneMsAndAnother());
        session.Client.Alter = page => page.Entries.Count == 1 && page.MaxPageCount == 1 ? throw PagedClient.Failure(ErrorId.PermissionDenied) : page;

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {Everything}");

        Assert.Null(run.Failure);
        Assert.Equal(2500, run.Output.Count);
        Assert.Equal(["IncompleteListing", "PermissionDenied"], run.ErrorIds);
    }

    [Fact]
    public async Task An_empty_queue_gives_nothing()
    {
        using var session = new CommandSession();

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {Everything}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Messages_are_got_by_their_ids_and_a_missing_one_does_not_stop_the_others()
    {
        using var session = new CommandSession(CommandSession.Recent(3));

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a M3, M9, M1 -Connection $c");

        Assert.Null(run.Failure);
        Assert.Equal(["M3", "M1"], run.OutputAs<DeadLetter>().Select(e => e.MsgId));
        RunAssert.Record(Assert.Single(run.Errors), "MessageNotFound", ErrorCategory.ObjectNotFound, "M9");
        Assert.Empty(session.Client.Queries);
    }

    [Fact]
    public async Task Rows_bind_by_property_name_each_to_its_own_group()
    {
        using var session = new CommandSession([.. CommandSession.Recent(2), .. CommandSession.Recent(2, "GID_b")]);

        var run = await session.RunAsync(
            """
            [pscustomobject]@{ GroupId = 'GID_b'; MsgId = 'M2' }, [pscustomobject]@{ GroupId = 'GID_a'; MessageId = 'M1'; InstanceId = 'MQ_INST_9' } |
                Get-OnsDlqMessage -Connection $c
            """);

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal([("GID_b", "M2"), ("GID_a", "M1")], run.OutputAs<DeadLetter>().Select(e => (e.GroupId, e.MsgId)));
    }

    [Fact]
    public async Task Groups_bind_by_property_name_and_are_listed_whole()
    {
        using var session = new CommandSession([.. CommandSession.Recent(2), .. CommandSession.Recent(1, "GID_b")]);

        var run = await session.RunAsync(
            $"[pscustomobject]@{{ GroupId = 'GID_a' }}, [pscustomobject]@{{ GroupId = 'GID_b'; InstanceId = 'MQ_INST_2' }} | Get-OnsDlqMessage {Everything}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(["GID_a", "GID_a", "GID_b"], run.OutputAs<DeadLetter>().Select(e => e.GroupId));
        Assert.Equal(["MQ_INST_1", "MQ_INST_2"], session.Client.Queries.Select(q => q.InstanceId));
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage -Connection $c", "MissingGroupId", null)]
    [InlineData("Get-OnsDlqMessage '  ' -Connection $c", "MissingGroupId", null)]
    [InlineData("Get-OnsDlqMessage 'GID a' -Connection $c", "InvalidGroupId", "GID a")]
    [InlineData("Get-OnsDlqMessage GID_a '' -Connection $c", "MissingMsgId", "")]
    [InlineData("Get-OnsDlqMessage GID_a $null -Connection $c", "MissingMsgId", null)]
    [InlineData("Get-OnsDlqMessage GID_a 'M 1' -Connection $c", "InvalidMsgId", "M 1")]
    [InlineData("Get-OnsDlqMessage GID_a 0BC1**** -Connection $c", "InvalidMsgId", "0BC1****")]
    public async Task What_cannot_name_a_message_is_an_error_about_it_and_is_never_prompted_for_or_sent(string script, string id, string? target)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync(script);

        Assert.Null(run.Failure);
        RunAssert.Record(Assert.Single(run.Errors), id, ErrorCategory.InvalidArgument, target);
        Assert.Empty(run.Output);
        Assert.Empty(session.Host.Prompts);
        Assert.Empty(session.Client.Queries);
        Assert.Empty(session.Client.Lookups);
    }

    [Fact]
    public async Task Trouble_with_one_group_leaves_the_others_alone()
    {
        using var session = new CommandSession([.. CommandSession.Recent(1), .. CommandSession.Recent(1, "GID_b")]);
        session.Client.Alter = page => page.Entries.Any(e => e.GroupId == "GID_a") ? throw PagedClient.Failure(ErrorId.PermissionDenied) : page;

        var run = await session.RunAsync($"'GID_a', 'GID_b' | ForEach-Object {{ [pscustomobject]@{{ GroupId = $_ }} }} | Get-OnsDlqMessage {Everything}");

        Assert.Null(run.Failure);
        Assert.Single(run.Output);
        RunAssert.Record(Assert.Single(run.Errors), "PermissionDenied", ErrorCategory.PermissionDenied, "GID_a");
    }

    [Fact]
    public async Task Trouble_that_every_call_would_meet_ends_the_command()
    {
        using var session = new CommandSession(CommandSession.Recent(3));
        session.Client.Before = (call, _) => call == "M1" ? throw PagedClient.Failure(ErrorId.SignatureRejected) : Task.CompletedTask;

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a M1, M2, M3 -Connection $c");

        RunAssert.OnlyTerminated(run, "SignatureRejected", ErrorCategory.AuthenticationError);
        Assert.Contains("R-9", run.TerminatingError!.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(run.Errors);
        Assert.Equal(["M1"], session.Client.Lookups);
    }

    [Theory]
    [InlineData("Get-OnsDlqMessage GID_a M1, M2, M3 -Connection $c", 1)]
    [InlineData("'GID_b', 'GID_a', 'GID_b' | ForEach-Object { [pscustomobject]@{ GroupId = $_ } } | Get-OnsDlqMessage -Connection $c", 1)]
    public async Task What_was_shown_before_such_trouble_is_kept_and_nothing_more_is_asked(string command, int shown)
    {
        using var session = new CommandSession([.. CommandSession.Recent(3), .. CommandSession.Recent(1, "GID_b")]);
        session.Client.Before = (call, _) => call == "M2" ? throw PagedClient.Failure(ErrorId.SignatureRejected) : Task.CompletedTask;
        session.Client.Alter = page => page.Entries.Any(entry => entry.GroupId == "GID_a") ? throw PagedClient.Failure(ErrorId.SignatureRejected) : page;

        var run = await session.RunAsync($"$r = {command} -ErrorVariable trouble -ErrorAction SilentlyContinue\n$r; $trouble.Count; $trouble");

        Assert.Null(run.Failure);
        Assert.Equal(shown, run.Output.Count(item => item.BaseObject is DeadLetter));
        Assert.Contains(1, run.Output.Select(item => item.BaseObject));
        RunAssert.Record((ErrorRecord)run.Output[^1].BaseObject, "SignatureRejected", ErrorCategory.AuthenticationError, "ons.example");

        // Look-ups that are in flight at the same time are made.
        Assert.InRange(session.Client.Lookups.Count + session.Client.Queries.Count, 2, 3);
    }

    [Fact]
    public async Task Each_call_is_told_on_the_verbose_stream()
    {
        using var session = new CommandSession(CommandSession.Recent(60));

        var run = await session.RunAsync($"Get-OnsDlqMessage GID_a {Everything} -Verbose");

        Assert.Equal(2, run.Verbose.Count(line => line.Contains("OnsDLQMessagePageQueryByGroupId", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_wants_no_more_ends_the_listing()
    {
        using var session = new CommandSession(CommandSession.Recent(2500));

        // All calls except the first two wait until they are cancelled.
        session.Client.Before = (_, token) => session.Client.Queries.Count > 2 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;

        var run = await session.RunAsync($"foreach ($q in 1) {{ Get-OnsDlqMessage GID_a {Everything} | ForEach-Object {{ $_; break }} }}");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Single(run.Output);
        Assert.InRange(session.Client.Queries.Count, 2, 3);
    }

    [Fact]
    public async Task A_stop_ends_a_call_in_flight()
    {
        using var session = new CommandSession(CommandSession.Recent(1100));
        session.Client.Before = (_, token) => session.Client.Queries.Count > 2 ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        using var invocation = session.Start($"Get-OnsDlqMessage GID_a {Everything}");
        await invocation.OutputReachesAsync(50, Cancellation);

        var run = await invocation.StopAsync(Cancellation);

        Assert.True(run.WasStopped);
        Assert.Empty(run.Errors);
    }

    private static DeadLetter[] TooManyInOneMsAndAnother()
    {
        var last = CommandSession.Recent(1)[0];
        return [.. Enumerable.Range(1, 2501).Select(i => new DeadLetter($"M{i}", "GID_a", "MQ_INST_1", "cn-hangzhou", last.StoreTimestamp - 1000)), last];
    }

}
