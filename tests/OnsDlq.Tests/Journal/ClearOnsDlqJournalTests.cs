using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.ModuleHost;

namespace OnsDlq.Tests.Journal;

/// <summary>Old records are deleted after a confirmation, and only where it is certain that they are old.</summary>
public sealed class ClearOnsDlqJournalTests
{
    private const string Clear = "Clear-OnsDlqJournal ([datetime]::Now.AddDays(-40)) -Connection $c";

    [Fact]
    public async Task What_is_old_is_deleted_and_counted()
    {
        using var session = new JournalSession();
        await OldAsync(session);

        var cleared = Assert.Single(await session.GetAsync<ClearedJournal>(Clear + " -Confirm:$false"));

        Assert.Equal((1, 1, 0, 0), (cleared.Attempts, cleared.Runs, cleared.Blocks, cleared.Bookmarks));
        Assert.Equal("recent", Assert.Single(await session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c")).AttemptId);
    }

    [Fact]
    public async Task WhatIf_deletes_nothing_and_tells_what_would_go()
    {
        var host = ScriptedHost.Answering();
        using var session = new JournalSession(host);
        await OldAsync(session);

        Assert.Empty(await session.GetAsync<object>(Clear + " -WhatIf"));

        Assert.Contains("Delete what is older: 1 attempt(s), 1 run(s), 0 ended block(s), 0 bookmark(s); before ", host.Screen);
        Assert.Equal(2, (await session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c")).Count);
    }

    [Fact]
    public async Task It_is_confirmed_first()
    {
        var host = ScriptedHost.Answering("No");
        using var session = new JournalSession(host);
        await OldAsync(session);

        Assert.Empty(await session.GetAsync<object>(Clear));

        Assert.Equal(2, (await session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c")).Count);
    }

    [Fact]
    public async Task A_limit_that_is_not_30_days_ago_is_an_error_and_deletes_nothing()
    {
        using var session = new JournalSession();
        await OldAsync(session);

        var run = await session.RunAsync("Clear-OnsDlqJournal ([datetime]::Now.AddDays(-29)) -Connection $c -Confirm:$false");

        var error = Assert.Single(run.Errors);
        Assert.StartsWith(nameof(ErrorId.RetentionTooShort) + ",", error.FullyQualifiedErrorId);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.IsType<DateTimeOffset>(error.TargetObject);
        Assert.Empty(run.Output);
        Assert.Equal(2, (await session.GetAsync<ResendAttempt>("Get-OnsDlqResend -Connection $c")).Count);
    }

    private static async Task OldAsync(JournalSession session)
    {
        var stage = session.Stage;
        var now = stage.Time.GetUtcNow();
        await AttemptAsync(stage, "old", 1, now.AddDays(-60));
        await AttemptAsync(stage, "recent", 2, now.AddDays(-1));
    }

    private static async Task AttemptAsync(AttemptStage stage, string id, int number, DateTimeOffset at)
    {
        var run = new BegunRun("run-" + id, at, "ada@box", AttemptStage.Sender, null);
        await stage.Journal.BeginRunAsync(run, CancellationToken.None);
        var attempt = new Attempt
        {
            AttemptId = id,
            RunId = run.RunId,
            Round = 1,
            Holder = AttemptStage.Sender,
            ClaimedAt = at,
            LeaseUntil = at,
            SignedAt = at,
        };
        Assert.True(await stage.Journal.ClaimAsync(new(new MessageKey("cn-hangzhou", "MQ_INST_1", "GID_orders", $"0A{number}"), 0, attempt), CancellationToken.None));
        var outcome = new AttemptOutcome { Status = ResendStatus.Accepted, Source = OutcomeSource.Holder, At = at };
        Assert.True(await stage.Journal.SettleAsync(id, outcome, null, CancellationToken.None));
    }
}
