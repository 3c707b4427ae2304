using System.Management.Automation;
using Microsoft.Extensions.Time.Testing;
using OnsDlq.Discovery;
using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Services;
using OnsDlq.Tests.Discovery;

namespace OnsDlq.Tests.Commands;

/// <summary>IDs as text from the pipeline, and messages that are looked up side by side.</summary>
public sealed class PipedIdTests
{
    // A test that waits in vain fails, and does not hang.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{0} | Get-OnsDlqMessage GID_a -Connection $c")]
    [InlineData("Get-OnsDlqMessage GID_a {0} -Connection $c")]
    public async Task Messages_are_looked_up_side_by_side_and_come_in_the_order_given(string command)
    {
        using var session = new CommandSession(CommandSession.Recent(20));
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Client.Before = (id, token) =>
        {
            if (session.Client.Lookups.Count == 1 + MessageSearch.LookupsInFlight) second.TrySetResult();
            return id == "M2" ? second.Task.WaitAsync(Guard, token) : Task.CompletedTask;
        };
        var ids = string.Join(", ", Enumerable.Range(1, 20).Select(i => $"'M{i}'"));

        var run = await session.RunAsync(string.Format(null, command, ids));

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"M{i}"), run.OutputAs<DeadLetter>().Select(one => one.MsgId));
    }

    [Fact]
    public async Task An_answer_is_written_while_later_IDs_are_still_looked_up()
    {
        using var session = new CommandSession(CommandSession.Recent(3));
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Client.Before = (id, token) => id == "M3" ? third.Task.WaitAsync(token) : Task.CompletedTask;
        using var invocation = session.Start("Get-OnsDlqMessage GID_a M1, M2, M3 -Connection $c");

        await invocation.OutputReachesAsync(2, Cancellation);
        third.SetResult();

        Assert.Equal(3, (await invocation.EndAsync(Cancellation)).Output.Count);
    }

    /// <summary>The command that produces the IDs waits until it has seen the answer.</summary>
    [Fact]
    public async Task The_answer_to_an_ID_is_written_before_the_next_one_comes()
    {
        using var session = new CommandSession(CommandSession.Recent(3));
        using var input = new PSDataCollection<PSObject>();
        using var invocation = session.Start("$input | Get-OnsDlqMessage GID_a -Connection $c", input);

        input.Add(PSObject.AsPSObject("M2"));
        await invocation.OutputReachesAsync(1, Cancellation).WaitAsync(Guard, Cancellation);
        input.Add(PSObject.AsPSObject("M1"));
        input.Complete();

        Assert.Equal(["M2", "M1"], (await invocation.EndAsync(Cancellation)).OutputAs<DeadLetter>().Select(one => one.MsgId));
    }

    [Fact]
    public void Only_where_IDs_come_slowly_and_look_ups_keep_up_an_answer_is_waited_for()
    {
        var time = new FakeTimeProvider();
        var pauses = new ProducerPauses(time);
        TimeSpan After(double seconds, Task last)
        {
            pauses.GoOn(last);
            time.Advance(TimeSpan.FromSeconds(seconds));
            return pauses.Arrived();
        }

        Assert.Equal(ProducerPauses.Most, pauses.Arrived());
        Assert.Equal(TimeSpan.Zero, After(0, Task.CompletedTask));
        Assert.Equal(TimeSpan.Zero, After(0.49, Task.CompletedTask));
        Assert.Equal(TimeSpan.FromSeconds(0.6), After(0.6, Task.CompletedTask));
        Assert.Equal(ProducerPauses.Most, After(60, Task.CompletedTask));
        Assert.Equal(TimeSpan.Zero, After(60, new TaskCompletionSource().Task));
    }

    [Fact]
    public async Task A_stop_cancels_every_look_up_in_flight()
    {
        using var session = new CommandSession(CommandSession.Recent(20));
        var cancelled = 0;
        session.Client.Before = async (id, token) =>
        {
            if (id == "M1") return;
            await using var counting = token.Register(() => Interlocked.Increment(ref cancelled));
            await Task.Delay(Timeout.Infinite, token);
        };
        using var invocation = session.Start("1..20 | ForEach-Object { \"M$_\" } | Get-OnsDlqMessage GID_a -Connection $c");
        await invocation.OutputReachesAsync(1, Cancellation);

        var run = await invocation.StopAsync(Cancellation);

        Assert.True(run.WasStopped);
        Assert.Empty(run.Errors);
        Assert.Equal(session.Client.Lookups.Count - 1, cancelled);
    }

    [Fact]
    public async Task Whoever_takes_the_first_ends_the_look_ups_in_flight()
    {
        using var session = new CommandSession(CommandSession.Recent(20));
        session.Client.Before = (id, token) => id == "M1" ? Task.CompletedTask : Task.Delay(Timeout.Infinite, token);

        var run = await session.RunAsync("1..20 | ForEach-Object { \"M$_\" } | Get-OnsDlqMessage GID_a -Connection $c | Select-Object -First 1");

        RunAssert.NoErrorsOrWarnings(run);
        Assert.Single(run.Output);
    }

    [Fact]
    public async Task Each_error_is_about_its_own_ID_and_between_the_results_around_it()
    {
        using var session = new CommandSession(CommandSession.Recent(3));
        session.Client.Before = (id, _) => id == "M2" ? throw PagedClient.Failure(ErrorId.TimedOut) : Task.CompletedTask;

        var run = await session.RunAsync("'M1', 'M2', '', 'M 4', 'M9', 'M3' | Get-OnsDlqMessage GID_a -Connection $c 2>&1");

        Assert.Equal(
            ["M1", "TimedOut M2", "MissingMsgId ", "InvalidMsgId M 4", "MessageNotFound M9", "M3"],
            run.Output.Select(one => one.BaseObject is ErrorRecord error
                ? $"{error.FullyQualifiedErrorId.Split(',')[0]} {error.TargetObject}"
                : ((DeadLetter)one.BaseObject).MsgId));
    }

    [Fact]
    public async Task First_looks_up_no_more_than_are_wanted()
    {
        using var session = new CommandSession(CommandSession.Recent(20));

        var run = await session.RunAsync("Get-OnsDlqMessage GID_a (1..20 | ForEach-Object { \"M$_\" }) -First 3 -Connection $c");

        Assert.Equal(["M1", "M2", "M3"], run.OutputAs<DeadLetter>().Select(one => one.MsgId));
        Assert.InRange(session.Client.Lookups.Count, 3, 4);
    }

    [Fact]
    public async Task Bodies_of_messages_by_ID_are_read_side_by_side()
    {
        DeadLetter[] letters = [.. CommandSession.Recent(9).Select(one =>
            new DeadLetter(one.MsgId, one.GroupId, one.InstanceId, one.RegionId, one.StoreTimestamp) { Topic = "orders" })];
        using var session = new DiscoverySession(letters: letters);
        var full = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;

        // The answers to M2 to M9 are ready together.
        session.Client.Before = (id, token) =>
        {
            if (id == "M9") last.SetResult();
            return id == "M2" ? last.Task.WaitAsync(Guard, token) : Task.CompletedTask;
        };
        session.Bodies.Play = (msgId, token) =>
        {
            if (Interlocked.Increment(ref asked) == 3) full.SetResult([]);
            return msgId == "M1" ? Task.FromResult<byte[]?>([]) : full.Task.WaitAsync(Guard, token);
        };

        var run = await session.RunAsync("1..9 | ForEach-Object { \"M$_\" } | Get-OnsDlqMessage GID_a -IncludeBody -Connection $c");

        RunAssert.NoErrors(run);
        Assert.Equal(9, run.OutputAs<DeadLetter>().Count(one => one.Body is not null));
    }

    [Theory]
    [InlineData("'M1' | Get-OnsDlqMessage -Connection $c", "MissingGroupId", "M1")]
    [InlineData("$null | Get-OnsDlqMessage GID_a -Connection $c", "MissingMsgId", null)]
    public async Task Text_that_names_no_message_is_an_error_and_lists_nothing(string script, string id, string? target)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync(script);

        Assert.Null(run.Failure);
        Assert.Equal([id], run.ErrorIds);
        Assert.Equal(target, run.Errors[0].TargetObject);
        Assert.Empty(session.Client.Queries);
    }

    [Theory]
    [InlineData("Get-Item / | Get-OnsDlqMessage GID_a -Connection $c")]
    [InlineData("[pscustomobject]@{ Name = 'M1' } | Get-OnsDlqMessage GID_a -Connection $c")]
    [InlineData("@{ Name = 'M1' } | Get-OnsDlqMessage GID_a -Connection $c")]
    [InlineData("'M1' | Get-OnsDlqMessage GID_a -StartTime 2026-01-01T00:00Z -Connection $c")]
    public async Task An_object_that_is_no_ID_is_refused_and_does_not_become_one(string script)
    {
        using var session = new CommandSession(CommandSession.Recent(1));

        var run = await session.RunAsync(script);

        Assert.Equal(["InputObjectNotBound"], run.ErrorIds);
        Assert.Empty(session.Client.Queries);
        Assert.Empty(session.Client.Lookups);
    }

    [Theory]
    [InlineData("'GID_web', 'GID_a' | Get-OnsDlqGroup -Connection $c", "GID_web GID_a")]
    [InlineData("Get-OnsDlqInstance -Connection $c | Get-OnsDlqGroup GID_a -Connection $c", "GID_a GID_a")]
    [InlineData("Get-OnsDlqGroup GID_a -Connection $c | Get-OnsDlqGroup -Connection $c", "GID_a")]
    public async Task Groups_are_found_by_text_and_not_by_the_text_of_an_instance(string script, string found)
    {
        using var session = new DiscoverySession();
        GetOnsDlqGroupTests.Fill(session);

        var run = await session.RunAsync(script);

        Assert.Empty(run.Errors);
        Assert.Equal(found, string.Join(' ', run.OutputAs<ConsumerGroup>()));
    }

    [Fact]
    public async Task Instances_are_found_by_text()
    {
        using var session = new DiscoverySession();
        GetOnsDlqGroupTests.Fill(session);

        var run = await session.RunAsync("'MQ_INST_2', 'MQ_INST_1' | Get-OnsDlqInstance -Connection $c");

        Assert.Empty(run.Errors);
        Assert.Equal(["MQ_INST_2", "MQ_INST_1"], run.OutputAs<Instance>().Select(one => one.InstanceId));
    }
}
