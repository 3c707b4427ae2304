using System.Diagnostics;
using OnsDlq.Connection;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>The rate limiter for calls that only read, while another process keeps the journal locked.</summary>
public sealed class SqlitePaceTests : OwnFolder
{
    [Theory]
    [InlineData(false, "BEGIN IMMEDIATE")]
    [InlineData(true, "BEGIN IMMEDIATE")]
    [InlineData(false, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")]
    public async Task A_call_that_only_reads_leaves_long_before_the_journal_is_given_up(bool isOpen, string lockIt)
    {
        var rules = new JournalRules { LockTimeout = TimeSpan.FromSeconds(60) };
        var opener = new SqliteJournalOpener(rules);
        await (await opener.OpenAsync(Folder.File(), Stop)).Journal.DisposeAsync();
        var location = JournalLocation.Parse(Folder.File());
        var journals = new JournalPool((_, token) => opener.OpenAsync(Folder.File(), token));
        using var journal = new ConnectionJournal(location, () => true, journals);
        if (isOpen) (await journal.OpenAsync(Stop)).Dispose();
        using var other = Folder.Connect();
        other.Run(lockIt);
        var pace = new SharedPace("realm", new PaceSource(journal.OpenPaceAsync, TimeProvider.System), TimeProvider.System);
        var notices = new List<string>();
        var watch = Stopwatch.StartNew();

        await pace.TakeAsync(new PacedCall("key", "A", TimeSpan.FromMilliseconds(1), notices.Add) { WaitsForJournal = false }, Stop);

        Assert.True(watch.Elapsed < rules.LockTimeout / 2, $"It took {watch.Elapsed}.");
        Assert.Single(notices);

        // An operation whose caller stopped waiting is still completed when that becomes possible.
        other.Run("ROLLBACK");
        other.Close();
        (await journals.OpenAsync(location, Stop)).Dispose();
        journal.Dispose();
        await journals.ClosedAsync(location);
    }
}
