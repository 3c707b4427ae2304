using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A journal that cannot be used gives a clear error, and is not changed.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_missing_folder_is_unreachable_and_not_made()
    {
        await AssertFaultAsync(ErrorId.JournalUnreachable, Path.Combine(_folder.Path, "nowhere", "journal.db"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    public async Task A_journal_that_is_taken_away_while_it_is_open_is_claimed_in_no_more(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows leaves an open file where it is.");
        await MakeAsync();
        File.Copy(_folder.File(), _folder.File("earlier.db"));
        await using var journal = (await new SqliteJournalOpener().OpenAsync(_folder.File(), Stop)).Journal;
        await journal.BeginRunAsync(Sample.Run with { RunId = "run-2" }, Stop);
        if (how == "deleted") File.Delete(_folder.File());
        else if (how == "moved") File.Move(_folder.File(), _folder.File("elsewhere.db"));
        else File.Move(_folder.File("earlier.db"), _folder.File(), overwrite: true);

        var exception = await Assert.ThrowsAsync<JournalException>(
            () => journal.ClaimAsync(new(Sample.Key(7), 0, Sample.Attempt("a7", "run-2")), Stop));

        Assert.Equal((ErrorId.JournalUnreachable, _folder.File()), (exception.Id, exception.Location));
        Assert.Equal(0, (await journal.ReadAsync([Sample.Key(7)], Stop))[0].Version);
    }

    [Fact]
    public async Task A_folder_is_no_journal()
    {
        Directory.CreateDirectory(_folder.File());

        await AssertFaultAsync(ErrorId.JournalUnwritable, _folder.File());
        await AssertFaultAsync(ErrorId.JournalUnwritable, "/");

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.File()));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_is_unwritable()
    {
        using var locked = await WriteProtection.OfAsync(_folder.Path);

        await AssertFaultAsync(ErrorId.JournalUnwritable, _folder.File());

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_journal_whose_folder_may_not_be_written_to_is_unwritable_and_left_as_it_was()
    {
        await MakeAsync();
        var before = await ContentsAsync();
        using (await WriteProtection.OfAsync(_folder.Path)) await AssertFaultAsync(ErrorId.JournalUnwritable, _folder.File());

        Assert.Equal(before, await ContentsAsync());
    }

    [Fact]
    public async Task A_journal_that_may_not_be_written_to_is_unwritable_and_left_as_it_was()
    {
        await MakeAsync();
        var before = await File.ReadAllBytesAsync(_folder.File(), Stop);
        using (await WriteProtection.OfAsync(_folder.File())) await AssertFaultAsync(ErrorId.JournalUnwritable, _folder.File());

        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File(), Stop));
    }

    [Theory]
    [InlineData("this is a text, and long enough to be looked at as a database of pages; it goes on for more than a hundred bytes.")]
    [InlineData("short")]
    public async Task A_file_that_is_no_database_is_left_as_it_was(string text)
    {
        await File.WriteAllTextAsync(_folder.File(), text, Stop);

        await AssertFaultAsync(ErrorId.JournalCorrupt, _folder.File());

        Assert.Equal(text, await File.ReadAllTextAsync(_folder.File(), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("CREATE TABLE bookmark (url TEXT)")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)")]
    [InlineData("PRAGMA application_id = 7; PRAGMA user_version = 1")]
    [InlineData("PRAGMA user_version = 1")]
    public async Task Somebody_elses_database_is_left_byte_for_byte_as_it_was(string made)
    {
        Sql(made);
        var before = await File.ReadAllBytesAsync(_folder.File(), Stop);

        var exception = await AssertFaultAsync(ErrorId.JournalCorrupt, _folder.File());

        Assert.Contains("not a journal", exception.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(_folder.File(), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Somebody_elses_database_that_was_not_closed_keeps_its_log_as_it_was()
    {
        using (var theirs = new SqliteConnection($"Data Source={_folder.File("theirs")};Pooling=False"))
        {
            theirs.Open();
            Run(theirs, "PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT); PRAGMA wal_checkpoint; INSERT INTO bookmark VALUES ('a')");
            File.Copy(_folder.File("theirs"), _folder.File());
            File.Copy(_folder.File("theirs-wal"), _folder.File("journal.db-wal"));
        }

        var before = await ContentsAsync();

        await AssertFaultAsync(ErrorId.JournalCorrupt, _folder.File());

        Assert.Equal(before, await ContentsAsync());
    }

    [Fact]
    public async Task An_empty_file_and_an_empty_database_become_journals()
    {
        await File.WriteAllBytesAsync(_folder.File("empty"), [], Stop);
        Sql("VACUUM", "vacuum");

        Assert.True((await OpenAsync(_folder.File("empty"))).IsNew);
        Assert.True((await OpenAsync(_folder.File("vacuum"))).IsNew);
        Assert.False((await OpenAsync(_folder.File("empty"))).IsNew);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task A_damaged_journal_says_so_when_it_is_opened_or_used(int from)
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.File(), Stop);
        bytes.AsSpan(from).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.File(), bytes, Stop);

        var exception = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            var opened = await OpenAsync(_folder.File());
            await opened.Journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        });

        Assert.Equal((ErrorId.JournalCorrupt, _folder.File()), (exception.Id, exception.Location));
    }

    [Fact]
    public async Task A_name_that_this_version_does_not_know_makes_no_guess()
    {
        await MakeAsync("a1");
        Sql("INSERT INTO outcome (attempt, number, status, source, at, failed_msg_id, tries) VALUES (1, 0, 'Perhaps', 'Holder', 0, '', 1)");
        await using var journal = (await OpenAsync(_folder.File())).Journal;

        var exception = await Assert.ThrowsAsync<JournalException>(() => journal.ReadAsync([Sample.Key()], Stop));

        Assert.Equal(ErrorId.JournalCorrupt, exception.Id);
    }

    [Fact]
    public async Task A_journal_on_a_network_file_system_is_refused_and_not_made()
    {
        var asked = new List<string>();
        var rules = new JournalRules { IsOnNetwork = folder => { asked.Add(folder); return true; } };

        await AssertFaultAsync(ErrorId.JournalOnNetwork, _folder.File(), rules);

        Assert.Equal([_folder.Path], asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_link_is_judged_by_where_the_file_lies()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var far = Directory.CreateDirectory(Path.Combine(_folder.Path, "far")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(far, "journal.db"), [], Stop);
        File.CreateSymbolicLink(_folder.File(), Path.Combine(far, "journal.db"));

        await AssertFaultAsync(ErrorId.JournalOnNetwork, _folder.File(), new() { IsOnNetwork = path => path == Path.Combine(far, "journal.db") });
    }

    [Fact]
    public async Task A_journal_that_stays_locked_is_given_up_and_left_as_it_was()
    {
        var rules = new JournalRules { LockTimeout = TimeSpan.FromMilliseconds(50) };
        await MakeAsync();
        await using var journal = (await OpenAsync(_folder.File(), rules)).Journal;
        using var other = new SqliteConnection($"Data Source={_folder.File()};Pooling=False");
        other.Open();
        Run(other, "BEGIN IMMEDIATE");

        var claim = await Assert.ThrowsAsync<JournalException>(() => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
        Assert.Equal(ErrorId.JournalLocked, claim.Id);
        await AssertFaultAsync(ErrorId.JournalLocked, _folder.File(), rules);
        Assert.Equal(0, Assert.Single(await journal.ReadAsync([Sample.Key()], Stop)).Version);

        Run(other, "ROLLBACK");
        Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
    }

    [Fact]
    public async Task A_full_disk_stops_the_claim_and_keeps_what_was_there()
    {
        using var disk = await SmallDisk.MountAsync(_folder.Path);
        var journal = (await OpenAsync(Path.Combine(disk.Path, "journal.db"))).Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);
        var kept = 0;

        var exception = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            for (; kept < 100_000; kept++) await journal.ClaimAsync(new(Sample.Key(kept), 0, Sample.Attempt($"a{kept}")), Stop);
        });

        Assert.Equal(ErrorId.JournalFull, exception.Id);
        Assert.Equal(0, Assert.Single(await journal.ReadAsync([Sample.Key(kept)], Stop)).Version);
        Assert.Single(Assert.Single(await journal.ReadAsync([Sample.Key(kept - 1)], Stop)).Attempts);
        await journal.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_may_not_grow_stops_the_claim_and_keeps_what_was_there()
    {
        var file = new JournalFile(_folder.File(), new());
        file.Prepare();
        var writer = file.ConnectWriter(out _);
        writer.Scalar("PRAGMA max_page_count = 40");
        await using var journal = new SqliteJournal(file, JournalLog.Open(file, writer, wrote: true, marks: null), file.ConnectReader());
        await journal.BeginRunAsync(Sample.Run, Stop);
        var kept = 0;

        var exception = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            for (; kept < 100_000; kept++) await journal.ClaimAsync(new(Sample.Key(kept), 0, Sample.Attempt($"a{kept}")), Stop);
        });

        Assert.Equal(ErrorId.JournalFull, exception.Id);
        Assert.Equal(0, Assert.Single(await journal.ReadAsync([Sample.Key(kept)], Stop)).Version);
        Assert.True(await journal.SettleAsync("a0", Sample.Outcome(Messages.ResendStatus.Rejected), null, Stop));
    }

    [Fact]
    public async Task A_full_disk_makes_no_journal()
    {
        using var disk = await SmallDisk.MountAsync(_folder.Path);
        disk.Fill();

        await AssertFaultAsync(ErrorId.JournalFull, Path.Combine(disk.Path, "journal.db"));
    }

    private static async Task<OpenedJournal> OpenAsync(string path, JournalRules? rules = null) =>
        await new SqliteJournalOpener(rules ?? new()).OpenAsync(path, Stop);

    private static async Task<JournalException> AssertFaultAsync(ErrorId fault, string path, JournalRules? rules = null)
    {
        var exception = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(path, rules));
        Assert.Equal((fault, path), (exception.Id, exception.Location));
        Assert.Contains(path, exception.Message);
        return exception;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Sql(string sql, string name = "journal.db")
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(name)};Pooling=False");
        connection.Open();
        Run(connection, sql);
    }

    private async Task MakeAsync(string? claim = null)
    {
        await using var journal = (await OpenAsync(_folder.File())).Journal;
        await journal.BeginRunAsync(Sample.Run, Stop);
        if (claim is not null) await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt(claim)), Stop);
    }

    private async Task<SortedDictionary<string, string>> ContentsAsync()
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_folder.Path)) contents[file] = Convert.ToBase64String(await File.ReadAllBytesAsync(file, Stop));
        return contents;
    }
}
