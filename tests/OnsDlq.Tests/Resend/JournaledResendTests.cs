using System.Management.Automation;
using System.Text.Json.Nodes;
using OnsDlq.Connection;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Sessions;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;

namespace OnsDlq.Tests.Resend;

/// <summary>Several runs on one journal, each over its own connection, checked with the sandbox's ledger.</summary>
public sealed class JournaledResendTests(SandboxFixture fixture) : LedgerTests(fixture)
{
    private const string Quiet = "-Confirm:$false -RequestsPerSecond 1000";

    private readonly HookedJournal _journal = new(new MemoryJournal());

    public override async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_same_command_run_again_sends_nothing()
    {
        var ids = await AddAsync(20);
        var first = await ListedAsync(Quiet);

        var second = await ListedAsync(Quiet);
        var byId = await GivenAsync(ids, Quiet);

        AssertStatuses(first, ids, ResendStatus.Accepted);
        AssertSkipped(second, ids, SkipReason.AlreadyResent);
        AssertSkipped(byId, ids, SkipReason.AlreadyResent);
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task Results_name_the_attempt_the_run_and_the_round()
    {
        var ids = await AddAsync(3);

        var results = (await GivenAsync(ids, Quiet)).OutputAs<ResendResult>();

        Assert.Single(results.Select(result => result.RunId).Distinct());
        Assert.Equal(3, results.Select(result => result.AttemptId).Distinct().Count());
        Assert.All(results, result => Assert.Equal(1, result.Round));
        var attempts = await AttemptsAsync();
        Assert.Equal(attempts.Select(record => record.Attempt.AttemptId).Order(), results.Select(result => result.AttemptId).Order());
        Assert.All(attempts, record => Assert.Equal(results[0].RunId, record.Run.RunId));
        Assert.All(attempts, record => Assert.Equal($"{Environment.UserName}@{Environment.MachineName}", record.Run.User));
    }

    [Fact]
    public async Task An_override_sends_again_and_is_kept_with_its_reason()
    {
        var ids = await AddAsync(2);
        await GivenAsync(ids, Quiet);

        var run = await GivenAsync(ids, $"{Quiet} -Override AlreadyResent -Reason ' the shop lost them '");

        AssertStatuses(run, ids, ResendStatus.Accepted);
        await AssertDeliveriesAsync(ids, 2);
        var attempts = await AttemptsAsync();
        Assert.Equal(2, attempts.Count(record => record.Attempt is { Reason: "the shop lost them", Lifted: [SkipReason.AlreadyResent] }));
        Assert.Equal(2, attempts.Count(record => record.Attempt is { Reason: null, Lifted: [] }));
    }

    [Fact]
    public async Task An_override_lifts_what_it_names_and_nothing_else()
    {
        var ids = await AddAsync(2);
        await GivenAsync(ids, Quiet);

        AssertSkipped(
            await GivenAsync(ids, $"{Quiet} -Override OutcomeUnknown, ReportedFailed, RoundUnclear, Blocked, MaxRounds"), ids, SkipReason.AlreadyResent);
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task An_unknown_outcome_is_not_sent_again_unless_that_is_lifted()
    {
        var ids = await AddAsync(1);
        await Sandbox.AddFaultAsync(Action, "acceptThenDrop", nth: 1, cancellationToken: Cancel);
        var first = await GivenAsync(ids, Quiet);
        var second = await GivenAsync(ids, Quiet);
        var third = await GivenAsync(ids, $"{Quiet} -Override AlreadyResent");

        AssertStatuses(first, ids, ResendStatus.Unknown);
        Assert.Equal(["ResendOutcomeUnknown"], first.ErrorIds);
        AssertSkipped(second, ids, SkipReason.OutcomeUnknown);
        AssertSkipped(third, ids, SkipReason.OutcomeUnknown);
        await AssertDeliveriesAsync(ids, 1);

        AssertStatuses(await GivenAsync(ids, $"{Quiet} -Override OutcomeUnknown"), ids, ResendStatus.Accepted);
        await AssertDeliveriesAsync(ids, 2);
    }

    [Fact]
    public async Task What_was_proven_not_to_be_executed_is_sent_by_the_next_run()
    {
        var ids = await AddAsync(1);
        await Sandbox.AddFaultAsync(Action, "xmlError", nth: 1, cancellationToken: Cancel);

        AssertStatuses(await GivenAsync(ids, Quiet), ids, ResendStatus.Rejected);
        await AssertDeliveriesAsync(ids, 0);
        AssertStatuses(await GivenAsync(ids, Quiet), ids, ResendStatus.Accepted);
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task Two_sessions_with_the_same_messages_deliver_each_once()
    {
        var ids = await AddAsync(60);

        var runs = await Task.WhenAll(GivenAsync(ids, $"{Quiet} -ThrottleLimit 16"), GivenAsync(ids, $"{Quiet} -ThrottleLimit 16"));

        Assert.All(runs, run => Assert.Null(run.Failure));
        Assert.All(runs, run => Assert.Equal(60, run.Output.Count));
        Assert.Equal(60, runs.Sum(run => Count(run, ResendStatus.Accepted)));
        Assert.All(
            runs.SelectMany(run => run.OutputAs<ResendResult>()).Where(result => result.Status != StatusName.Accepted),
            result => Assert.Contains(result.Reason!, (string[])[ReasonName.AlreadyResent, ReasonName.InFlight]));
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task WhatIf_decides_by_the_journal_and_writes_nothing()
    {
        var ids = await AddAsync(4);
        await GivenAsync(ids.Take(2).ToArray(), Quiet);
        var writes = _journal.Writes;

        var run = await GivenAsync(ids, "-WhatIf", out var host);

        AssertSkipped(run, ids.Take(2), SkipReason.AlreadyResent);
        Assert.Equal(2, host.Screen.Split("What if:").Length - 1);
        Assert.Equal(writes, _journal.Writes);
        await AssertDeliveriesAsync(ids.Take(2), 1);
        await AssertDeliveriesAsync(ids.Skip(2), 0);
    }

    [Fact]
    public async Task A_message_that_came_back_is_sent_as_the_next_round_and_held_at_the_limit()
    {
        var id = Assert.Single(await AddReturningAsync(1));
        var rounds = new List<(ResendStatus, SkipReason?, int?)>();
        for (var i = 0; i < 4; i++)
        {
            var run = await ListedAsync(Quiet);
            rounds.AddRange(run.OutputAs<ResendResult>().Select(result => (result.State, result.SkipReason, result.Round)));

            // No message has come back yet.
            Assert.DoesNotContain((await ListedAsync(Quiet)).OutputAs<ResendResult>(), result => result.Status == StatusName.Accepted);
            await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(120), Cancel);
        }

        Assert.Equal(
            [(ResendStatus.Accepted, null, 1), (ResendStatus.Accepted, null, 2), (ResendStatus.Accepted, null, 3), (
                ResendStatus.Skipped, SkipReason.MaxRounds, 4)],
            rounds);
        await AssertDeliveriesAsync([id], 3);

        var lifted = await ListedAsync($"{Quiet} -Override MaxRounds");
        Assert.Equal(1, Count(lifted, ResendStatus.Accepted));
        await AssertDeliveriesAsync([id], 4);
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(-480), Cancel);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("| Sort-Object StoreTimestamp -Descending", "")]
    [InlineData("", "-WhatIf")]
    public async Task A_message_that_came_back_has_one_verdict_however_many_entries_are_given(string order, string parameters)
    {
        await AddReturningAsync(2, "fail:1");
        await ListedAsync(Quiet);
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(120), Cancel);

        var run = await ListedAsync($"{Quiet} -Verbose {parameters}", order);
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(-120), Cancel);

        RunAssert.NoErrors(run);
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal((StatusName.Accepted, 2), (result.Status, result.Round)));
        Assert.Equal(parameters.Length == 0 ? 2 : 0, run.Output.Count);
        Assert.DoesNotContain(run.Verbose, line => line.Contains("was not sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_message_that_is_not_sent_the_last_verdict_is_told_once_with_when_and_by_whom_and_in_which_run()
    {
        var ids = await AddAsync(3);
        var first = await ListedAsync(Quiet);

        var again = await ListedAsync($"{Quiet} -Verbose");

        AssertSkipped(again, ids, SkipReason.AlreadyResent);
        var sent = first.OutputAs<ResendResult>().ToDictionary(result => result.MsgId);
        var runId = Assert.Single(again.OutputAs<ResendResult>().Select(result => result.RunId).Distinct());
        Assert.NotNull(runId);
        Assert.DoesNotContain(sent.Values, result => result.RunId == runId);
        Assert.All(again.OutputAs<ResendResult>(), result =>
        {
            Assert.Equal((sent[result.MsgId].RunId, sent[result.MsgId].AttemptId), (result.LastRunId, result.LastAttemptId));
            Assert.Equal(CurrentUser.Name, result.LastResendBy);
            Assert.InRange(result.LastResendTime!.Value, sent[result.MsgId].StartTime!.Value.AddMinutes(-1), sent[result.MsgId].StartTime!.Value.AddMinutes(1));
            Assert.Null(result.BlockedBy);
        });
        Assert.Equal(3, again.Verbose.Count(line => line.Contains($"by {CurrentUser.Name} and accepted", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_higher_limit_lets_a_message_that_came_back_too_often_go_on()
    {
        await AddReturningAsync(1);
        await ListedAsync($"{Quiet} -MaxRounds 1");
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(120), Cancel);

        var held = await ListedAsync($"{Quiet} -MaxRounds 1");
        var sent = await ListedAsync($"{Quiet} -MaxRounds 2");
        await Sandbox.MoveClockAsync(TimeSpan.FromSeconds(-120), Cancel);

        Assert.Contains(held.OutputAs<ResendResult>(), result => result.Reason == ReasonName.MaxRounds);
        Assert.Equal(0, Count(held, ResendStatus.Accepted));
        Assert.Equal(1, Count(sent, ResendStatus.Accepted));
    }

    [Fact]
    public async Task A_message_without_its_instance_is_the_same_message()
    {
        var ids = await AddAsync(1);
        await GivenAsync(ids, Quiet);

        using var connection = SandboxConnection.To(Sandbox, journal: MemoryJournalOpener.Connect(_journal), instanceId: null);
        var run = await RunAsync(connection, ids, $"Invoke-OnsDlqResend {Group} $ids -Connection $c {Quiet}");

        AssertSkipped(run, ids, SkipReason.AlreadyResent);
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal(SandboxConnection.Instance, result.InstanceId));
        await AssertDeliveriesAsync(ids, 1);
    }

    [Fact]
    public async Task What_an_earlier_build_recorded_under_another_spelling_of_the_address_is_not_sent_again()
    {
        var ids = await AddAsync(2);
        var realm = FormattableString.Invariant($"localhost:{Sandbox.Endpoint.Port}");
        await _journal.BeginRunAsync(new("run-old", DateTimeOffset.UnixEpoch, "ada@box", AttemptStage.Sender, null), Cancel);
        await _journal.ClaimAsync(new(new(realm, SandboxConnection.Instance, Group, ids[0]), 0, new()
        {
            AttemptId = "old",
            RunId = "run-old",
            Round = 1,
            Holder = AttemptStage.Sender,
            ClaimedAt = TimeProvider.System.GetUtcNow(),
            LeaseUntil = TimeProvider.System.GetUtcNow(),
            SignedAt = TimeProvider.System.GetUtcNow(),
        }), Cancel);
        await _journal.SettleAsync(
            "old", new() { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = TimeProvider.System.GetUtcNow() }, null, Cancel);

        var run = await GivenAsync(ids, Quiet);

        Assert.Equal(ReasonName.AlreadyResent, Assert.Single(run.OutputAs<ResendResult>(), result => result.MsgId == ids[0]).Reason);
        Assert.Equal(1, Count(run, ResendStatus.Accepted));
        await AssertDeliveriesAsync([ids[0]], 0);
        await AssertDeliveriesAsync([ids[1]], 1);
    }

    [Fact]
    public async Task Five_unknown_outcomes_in_a_row_stop_the_run()
    {
        var ids = await AddAsync(30);
        await Sandbox.AddFaultAsync(Action, "acceptThenDrop", cancellationToken: Cancel);

        var run = await GivenAsync(ids, $"{Quiet} -ThrottleLimit 1");

        ResendAssert.Stopped(
            run, "BreakerTripped", ErrorCategory.OperationStopped, run.OutputAs<ResendResult>().First(result => result.RunId is not null).RunId);
        Assert.Equal(5, Count(run, ResendStatus.Unknown));
        Assert.Equal(25, run.OutputAs<ResendResult>().Count(result => result.Reason == ReasonName.RunStopped));
        Assert.Equal(5, (await Sandbox.GetLedgerAsync(Cancel)).Deliveries.Where(delivery => delivery.GroupId == Group).Sum(delivery => delivery.Count));

        await Sandbox.ClearFaultsAsync(Cancel);
        var next = await GivenAsync(ids, Quiet);
        Assert.Equal(5, next.OutputAs<ResendResult>().Count(result => result.Reason == ReasonName.OutcomeUnknown));
        Assert.Equal(25, Count(next, ResendStatus.Accepted));
        await AssertDeliveriesAsync(ids, 1);
    }

    /// <summary>Adds messages that their consumers fail on, and that are in the queue again 60 s after each resend.</summary>
    private Task<IReadOnlyList<string>> AddReturningAsync(int count, string consumer = "fail") => Sandbox.AddMessagesAsync(
        new JsonObject
        {
            ["instanceId"] = SandboxConnection.Instance,
            ["groupId"] = Group,
            ["topic"] = "orders",
            ["count"] = count,
            ["consumer"] = consumer,
            ["returnAfterSeconds"] = 60,
        },
        Cancel);

    private async Task<ModuleRun> ListedAsync(string parameters, string order = "")
    {
        using var connection = SandboxConnection.To(Sandbox, journal: MemoryJournalOpener.Connect(_journal));
        return await RunAsync(
            connection, [], $"Get-OnsDlqMessage {Group} -EndTime ([datetime]::Now.AddHours(1)) -Connection $c {order} | Invoke-OnsDlqResend -Connection $c {parameters}");
    }

    private Task<ModuleRun> GivenAsync(IReadOnlyList<string> ids, string parameters) => GivenAsync(ids, parameters, out _);

    private Task<ModuleRun> GivenAsync(IReadOnlyList<string> ids, string parameters, out ScriptedHost host)
    {
        var screen = host = ScriptedHost.Answering();
        return GivenAsync();

        async Task<ModuleRun> GivenAsync()
        {
            using var connection = SandboxConnection.To(Sandbox, journal: MemoryJournalOpener.Connect(_journal));
            return await RunAsync(connection, ids, $"Invoke-OnsDlqResend {Group} $ids -Connection $c {parameters}", screen);
        }
    }

    private static async Task<ModuleRun> RunAsync(OnsDlqConnection connection, IReadOnlyList<string> ids, string script, ScriptedHost? host = null)
    {
        using var session = new ResendSession(host, connection: connection);
        session.Set("ids", ids.ToArray());
        return await session.RunAsync(script);
    }

    private async Task<IReadOnlyList<RecordedAttempt>> AttemptsAsync() =>
        await _journal.QueryAsync(new AttemptQuery { GroupId = Group }, Cancel).ToListAsync(Cancel);

    private static void AssertStatuses(ModuleRun run, IReadOnlyList<string> ids, ResendStatus status)
    {
        Assert.Null(run.Failure);
        Assert.Equal(ids.Order(StringComparer.Ordinal), run.OutputAs<ResendResult>().Select(result => result.MsgId).Order(StringComparer.Ordinal));
        Assert.All(run.OutputAs<ResendResult>(), result => Assert.Equal(status, result.State));
    }

    private static void AssertSkipped(ModuleRun run, IEnumerable<string> ids, SkipReason reason)
    {
        RunAssert.NoErrors(run);
        var results = run.OutputAs<ResendResult>();
        Assert.Equal(ids.Order(StringComparer.Ordinal), results.Select(result => result.MsgId).Order(StringComparer.Ordinal));
        Assert.All(results, result => Assert.Equal((ResendStatus.Skipped, reason), (result.State, result.SkipReason)));
    }
}
