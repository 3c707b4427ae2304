using OnsDlq.Connection;
using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Loading;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;
using OnsDlq.TestKit.Sandbox;
using OnsDlq.Tests.Conventions;
using OnsDlq.Tests.Resend;

namespace OnsDlq.Tests.Journal;

/// <summary>What people decide and what is then delivered: over the real transport, checked with the sandbox's ledger.</summary>
public sealed class SettledResendTests(SandboxFixture fixture) : LedgerTests(fixture)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq settled ");
    private readonly MemoryJournal _memory = new();

    public static TheoryData<bool> Journals => [false, true];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Runs a script in a separate session with its own connection, like a session of the next day.</summary>
    private async Task<ModuleRun> RunAsync(string script, bool sqlite = false)
    {
        var place = sqlite ? File() : MemoryJournalOpener.Connect(_memory);
        using var session = new JournalSession(connection: SandboxConnection.To(Sandbox, journal: place));
        session.Set("group", Group);
        var run = await session.RunAsync(script);
        session.Dispose();
        await place.ClosedAsync();
        return run;
    }

    private ConnectionJournal File()
    {
        var path = Path.Combine(_folder.FullName, "journal.db");
        var loader = new JournalLoader(Path.Combine(Repository.StagedModule, "journal"));
        return new(JournalLocation.Parse(path), () => System.IO.File.Exists(path), new JournalPool(loader.OpenAsync, loader.OpenReaderAsync));
    }

    private async Task<string> AddAsync() => Assert.Single(await AddAsync(1));

    /// <summary>A claim of 20 min ago whose process held it until this machine was restarted.</summary>
    private async Task ClaimBeforeRebootAsync(string id)
    {
        var then = TimeProvider.System.GetUtcNow().AddMinutes(-20);
        var run = new BegunRun("run-1", then, "ada@box", HolderIdentity.OfThisProcess.Current with { Boot = "earlier" }, null);
        await _memory.BeginRunAsync(run, Cancel);
        using var connection = SandboxConnection.To(Sandbox);
        Assert.True(await _memory.ClaimAsync(
            new(
                MessageKey.Of(connection.Realm, SandboxConnection.Instance, Group, id),
                0,
                new()
                {
                    AttemptId = "a1",
                    RunId = run.RunId,
                    Round = 1,
                    Holder = run.Holder,
                    ClaimedAt = then,
                    LeaseUntil = then.AddMinutes(1),
                    SignedAt = then,
                }),
            Cancel));
    }

    private static string Resend(string id) => $"Invoke-OnsDlqResend $group {id} -Connection $c -Confirm:$false";

    private async Task<ResendResult> ResendAsync(string id, bool sqlite = false) =>
        Assert.Single((await RunAsync(Resend(id), sqlite)).OutputAs<ResendResult>());

    [Theory, MemberData(nameof(Journals))]
    public async Task A_blocked_message_is_not_delivered_until_it_is_unblocked(bool sqlite)
    {
        var id = await AddAsync();

        await RunAsync($"Block-OnsDlqMessage $group {id} -Reason 'paid by hand' -Connection $c", sqlite);
        var held = await ResendAsync(id, sqlite);
        Assert.Equal((StatusName.Skipped, ReasonName.Blocked), (held.Status, held.Reason));
        await AssertDeliveriesAsync([id], 0);

        await RunAsync($"Unblock-OnsDlqMessage $group {id} -Connection $c", sqlite);
        Assert.Equal(StatusName.Accepted, (await ResendAsync(id, sqlite)).Status);
        await AssertDeliveriesAsync([id], 1);
    }

    [Fact]
    public async Task A_block_that_was_to_end_has_ended_by_the_services_clock()
    {
        var id = await AddAsync();
        await RunAsync($"Block-OnsDlqMessage $group {id} -Reason x -Until ([datetime]::Now.AddMinutes(5)) -Connection $c");
        Assert.Equal(ReasonName.Blocked, (await ResendAsync(id)).Reason);

        await Sandbox.MoveClockAsync(TimeSpan.FromMinutes(10), Cancel);
        try
        {
            Assert.Equal(StatusName.Accepted, (await ResendAsync(id)).Status);
        }
        finally
        {
            await Sandbox.MoveClockAsync(TimeSpan.FromMinutes(-10), CancellationToken.None);
        }

        await AssertDeliveriesAsync([id], 1);
    }

    [Fact]
    public async Task A_claim_from_before_a_reboot_is_settled_by_the_first_command_of_a_session()
    {
        var id = await AddAsync();
        await ClaimBeforeRebootAsync(id);

        var read = await RunAsync("Get-OnsDlqResend $group -Connection $c");
        var settled = await RunAsync($"Resolve-OnsDlqResend $group {id} -As Rejected -Reason 'not in the log' -Connection $c -Confirm:$false");

        Assert.Equal([StatusName.InFlight], read.OutputAs<ResendAttempt>().Select(attempt => attempt.Status));
        Assert.Contains("Get-OnsDlqInstance", Assert.Single(read.Warnings), StringComparison.Ordinal);
        Assert.Empty(settled.Errors);
        Assert.Equal([StatusName.Rejected], settled.OutputAs<ResendAttempt>().Select(attempt => attempt.Status));
        Assert.Equal(StatusName.Accepted, (await ResendAsync(id)).Status);
        await AssertDeliveriesAsync([id], 1);
    }

    [Theory, MemberData(nameof(Journals))]
    public async Task A_doubtful_resend_that_a_person_rejects_is_sent_again(bool sqlite)
    {
        var id = await AddAsync();
        await Sandbox.AddFaultAsync(Action, "dropBefore", nth: 1, msgId: id, cancellationToken: Cancel);
        Assert.Equal(StatusName.Unknown, (await ResendAsync(id, sqlite)).Status);
        Assert.Equal(ReasonName.OutcomeUnknown, (await ResendAsync(id, sqlite)).Reason);

        var settled = await RunAsync(
            "Get-OnsDlqResend $group -Connection $c | Resolve-OnsDlqResend -As Rejected -Reason 'not in the log' -Connection $c -Confirm:$false", sqlite);

        Assert.Equal([StatusName.Rejected], settled.OutputAs<ResendAttempt>().Select(attempt => attempt.Status));
        await AssertDeliveriesAsync([id], 0);
        Assert.Equal(StatusName.Accepted, (await ResendAsync(id, sqlite)).Status);
        await AssertDeliveriesAsync([id], 1);
        var kept = (await RunAsync($"Get-OnsDlqResend $group {id} -Connection $c", sqlite)).OutputAs<ResendAttempt>();
        Assert.Equal([StatusName.Accepted, StatusName.Rejected], kept.Select(attempt => attempt.Status));
        Assert.Equal("not in the log", kept[1].Outcomes[^1].Reason);
    }

    [Fact]
    public async Task A_doubtful_resend_that_a_person_accepts_stays_resent()
    {
        var id = await AddAsync();
        await Sandbox.AddFaultAsync(Action, "acceptThenDrop", nth: 1, msgId: id, cancellationToken: Cancel);
        Assert.Equal(StatusName.Unknown, (await ResendAsync(id)).Status);

        await RunAsync($"Resolve-OnsDlqResend $group {id} -As Accepted -Reason 'the consumer has it' -Connection $c -Confirm:$false");

        var held = await ResendAsync(id);
        Assert.Equal((StatusName.Skipped, ReasonName.AlreadyResent), (held.Status, held.Reason));
        await AssertDeliveriesAsync([id], 1);
    }

    [Fact]
    public async Task What_the_journal_tells_can_be_piped_into_the_next_run()
    {
        var id = await AddAsync();
        await Sandbox.AddFaultAsync(Action, "xmlError", nth: 1, msgId: id, cancellationToken: Cancel);
        Assert.Equal(StatusName.Rejected, (await ResendAsync(id)).Status);

        var again = await RunAsync("Get-OnsDlqResend -Status Rejected -Connection $c | Invoke-OnsDlqResend -Connection $c -Confirm:$false");

        Assert.Empty(again.Errors);
        Assert.Equal([StatusName.Accepted], again.OutputAs<ResendResult>().Select(result => result.Status));
        await AssertDeliveriesAsync([id], 1);
    }
}
