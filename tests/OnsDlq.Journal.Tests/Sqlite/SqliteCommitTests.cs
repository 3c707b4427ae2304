using Microsoft.Data.Sqlite;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>How writes share transactions, and what happens to those that wait.</summary>
public sealed class SqliteCommitTests : OpenJournal
{
    [Fact]
    public async Task Sixteen_claims_that_wait_together_share_a_transaction()
    {
        var before = Journal.Commits;
        Task<bool>[] claims;
        using (Lock()) claims = [.. Enumerable.Range(0, 16).Select(ClaimAsync)];

        Assert.All(await Task.WhenAll(claims), Assert.True);
        Assert.Equal(before + 1, Journal.Commits);
    }

    [Fact]
    public async Task Forty_claims_share_three_transactions_so_that_the_first_need_not_wait_for_the_last()
    {
        var before = Journal.Commits;
        Task<bool>[] claims;
        using (Lock()) claims = [.. Enumerable.Range(0, 40).Select(ClaimAsync)];

        Assert.All(await Task.WhenAll(claims), Assert.True);
        Assert.Equal(before + 3, Journal.Commits);
    }

    [Fact]
    public async Task Whoever_waits_for_a_lockedJournal_waits_for_it_once()
    {
        var rules = new JournalRules { LockTimeout = TimeSpan.FromSeconds(1) };
        await using var journal = await OpenAsync(rules: rules);
        Task<bool>[] claims;
        using (Lock())
        {
            claims = [.. Enumerable.Range(0, 40).Select(number => journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")), Stop))];
            await Assert.ThrowsAsync<JournalException>(() => claims[0]);
        }

        foreach (var claim in claims) await Assert.ThrowsAsync<JournalException>(() => claim);
    }

    [Fact]
    public async Task A_settlement_shares_the_commit_of_the_claim_that_follows_it()
    {
        var rules = new JournalRules { SettlementWait = TimeSpan.FromMinutes(5) };
        await using var journal = await OpenAsync(rules: rules);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")), Stop));
        var before = journal.Commits;

        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        Assert.False(settled.IsCompleted);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a2")), Stop));
        Assert.True(await settled);
        Assert.Equal(before + 1, journal.Commits);
    }

    [Fact]
    public async Task A_settlement_that_no_claim_follows_does_not_wait_for_long()
    {
        Assert.True(await ClaimAsync(1));
        Assert.True(await Journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop));
    }

    [Fact]
    public async Task A_journal_that_is_closed_does_not_make_its_settlements_wait()
    {
        var rules = new JournalRules { SettlementWait = TimeSpan.FromMinutes(5) };
        var journal = await OpenAsync(rules: rules);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")), Stop));
        var settled = journal.SettleAsync("a1", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        await journal.DisposeAsync();
        Assert.True(await settled);
    }

    /// <summary>The slower the writes are, the longer the lock is held between two gaps.</summary>
    [Theory]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public async Task Who_writes_on_and_on_keeps_no_other_process_out(int rows)
    {
        var file = new JournalFile(Folder.File(), new());
        await using var busy = new CommitQueue(JournalLog.Open(file, file.ConnectWriter(out _), wrote: false, marks: null));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await busy.WriteAsync(WriteSlowly, Stop);
        var writing = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => WriteOnAsync()));

        for (var number = 1; number <= 3; number++) Assert.True(await ClaimAsync(number));

        Assert.False(writing.IsCompleted);
        await end.CancelAsync();
        await writing;

        // There are always a hundred waiting writes, until the others have got the lock.
        async Task WriteOnAsync()
        {
            while (!end.IsCancellationRequested) await busy.WriteAsync(WriteSlowly, Stop);
        }

        // Milliseconds, or tens of milliseconds.
        object? WriteSlowly(JournalConnection connection) =>
            connection.Scalar("WITH RECURSIVE row (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row LIMIT @1) SELECT count(*) FROM row", rows);
    }

    [Fact]
    public async Task A_claim_is_acknowledged_after_its_commit_only()
    {
        using var other = Folder.Connect();
        for (var number = 0; number < 50; number++)
        {
            await ClaimAsync(number);
            Assert.Equal(number + 1L, other.Scalar("SELECT count(*) FROM attempt"));
        }
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_changes_nothing_and_holds_nobody_up()
    {
        using var cancel = new CancellationTokenSource();
        Task<bool> kept, cancelled;
        using (Lock())
        {
            kept = ClaimAsync(1);
            cancelled = Journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a2")), cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }

        Assert.True(await kept);
        Assert.Equal([1L, 0], (await Journal.ReadAsync([Sample.Key(1), Sample.Key(2)], Stop)).Select(history => history.Version));
    }

    [Fact]
    public async Task What_waits_when_theJournal_is_closed_is_written_first()
    {
        Task<bool>[] claims;
        Task closing;
        using (Lock())
        {
            claims = [.. Enumerable.Range(0, 300).Select(ClaimAsync)];
            closing = Journal.DisposeAsync().AsTask();
        }

        Assert.All(await Task.WhenAll(claims), Assert.True);
        await closing;
        await using var again = await OpenAsync();
        Assert.All(await again.ReadAsync([.. Enumerable.Range(0, 300).Select(number => Sample.Key(number))], Stop), history => Assert.Single(history.Attempts));
    }

    [Fact]
    public async Task A_closedJournal_refuses_work_and_may_be_closed_again()
    {
        await Journal.DisposeAsync();
        await Journal.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => ClaimAsync(1));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Journal.ReadAsync([Sample.Key()], Stop));
        Assert.Equal(["journal.db"], Directory.EnumerateFiles(Folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_files_of_aJournal_are_for_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no permission bits.");
        await ClaimAsync(1);

        var files = Directory.EnumerateFiles(Folder.Path).ToArray();

        Assert.Equal(3, files.Length);
        foreach (var file in files) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(file).UnixFileMode);
    }

    private Task<bool> ClaimAsync(int number) => Journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")), Stop);

    /// <summary>Makes every write wait until it is disposed.</summary>
    private SqliteConnection Lock()
    {
        var connection = Folder.Connect();
        connection.Run("BEGIN IMMEDIATE");
        return connection;
    }
}
