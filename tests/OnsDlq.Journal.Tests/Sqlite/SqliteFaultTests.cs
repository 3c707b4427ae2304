using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A journal that cannot be used gives a clear error, and is not changed.</summary>
public sealed class SqliteFaultTests : OwnFolder
{
    [Fact]
    public async Task A_missing_folder_is_unreachable_and_not_made()
    {
        await AssertFaultAsync(ErrorId.JournalUnreachable, Path.Combine(Folder.Path, "nowhere", "journal.db"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("replaced")]
    public async Task A_journal_that_is_taken_away_while_it_is_open_is_claimed_in_no_more(string how)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows leaves an open file where it is.");
        await MakeAsync();
        File.Copy(Folder.File(), Folder.File("earlier.db"));
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run with { RunId = "run-2" }, Stop);
        if (how == "deleted") File.Delete(Folder.File());
        else if (how == "moved") File.Move(Folder.File(), Folder.File("elsewhere.db"));
        else File.Move(Folder.File("earlier.db"), Folder.File(), overwrite: true);

        var exception = await Assert.ThrowsAsync<JournalException>(
            () => journal.ClaimAsync(new(Sample.Key(7), 0, Sample.Attempt("a7", "run-2")), Stop));

        Assert.Equal((ErrorId.JournalUnreachable, Folder.File()), (exception.Id, exception.Location));
        Assert.Equal(0, (await journal.ReadAsync([Sample.Key(7)], Stop))[0].Version);
    }

    [Fact]
    public async Task A_folder_is_no_journal()
    {
        Directory.CreateDirectory(Folder.File());

        await AssertFaultAsync(ErrorId.JournalUnwritable, Folder.File());
        await AssertFaultAsync(ErrorId.JournalUnwritable, "/");

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.File()));
    }

    [Fact]
    public async Task A_folder_that_may_not_be_written_to_is_unwritable()
    {
        using var locked = await WriteProtection.OfAsync(Folder.Path);

        await AssertFaultAsync(ErrorId.JournalUnwritable, Folder.File());

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task A_journal_whose_folder_may_not_be_written_to_is_unwritable_and_left_as_it_was()
    {
        await MakeAsync();
        var before = await Folder.ContentsAsync();
        using (await WriteProtection.OfAsync(Folder.Path)) await AssertFaultAsync(ErrorId.JournalUnwritable, Folder.File());

        Assert.Equal(before, await Folder.ContentsAsync());
    }

    [Fact]
    public async Task A_journal_that_may_not_be_written_to_is_unwritable_and_left_as_it_was()
    {
        await MakeAsync();
        var before = await File.ReadAllBytesAsync(Folder.File(), Stop);
        using (await WriteProtection.OfAsync(Folder.File())) await AssertFaultAsync(ErrorId.JournalUnwritable, Folder.File());

        Assert.Equal(before, await File.ReadAllBytesAsync(Folder.File(), Stop));
    }

    [Theory]
    [InlineData("this is a text, and long enough to be looked at as a database of pages; it goes on for more than a hundred bytes.")]
    [InlineData("short")]
    public async Task A_file_that_is_no_database_is_left_as_it_was(string text)
    {
        await File.WriteAllTextAsync(Folder.File(), text, Stop);

        await AssertFaultAsync(ErrorId.JournalCorrupt, Folder.File());

        Assert.Equal(text, await File.ReadAllTextAsync(Folder.File(), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Theory]
    [InlineData("CREATE TABLE bookmark (url TEXT)")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT)")]
    [InlineData("PRAGMA application_id = 7; PRAGMA user_version = 1")]
    [InlineData("PRAGMA user_version = 1")]
    public async Task Somebody_elses_database_is_left_byte_for_byte_as_it_was(string made)
    {
        Folder.Run(made);
        var before = await File.ReadAllBytesAsync(Folder.File(), Stop);

        var exception = await AssertFaultAsync(ErrorId.JournalCorrupt, Folder.File());

        Assert.Contains("not a journal", exception.Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(Folder.File(), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task Somebody_elses_database_that_was_not_closed_keeps_its_log_as_it_was()
    {
        using (var theirs = Folder.Connect("theirs"))
        {
            theirs.Run("PRAGMA journal_mode = WAL; CREATE TABLE bookmark (url TEXT); PRAGMA wal_checkpoint; INSERT INTO bookmark VALUES ('a')");
            File.Copy(Folder.File("theirs"), Folder.File());
            File.Copy(Folder.File("theirs-wal"), Folder.File("journal.db-wal"));
        }

        var before = await Folder.ContentsAsync();

        await AssertFaultAsync(ErrorId.JournalCorrupt, Folder.File());

        Assert.Equal(before, await Folder.ContentsAsync());
    }

    [Fact]
    public async Task An_empty_file_and_an_empty_database_become_journals()
    {
        await File.WriteAllBytesAsync(Folder.File("empty"), [], Stop);
        Folder.Run("VACUUM", "vacuum");

        Assert.True(await IsNewAsync("empty"));
        Assert.True(await IsNewAsync("vacuum"));
        Assert.False(await IsNewAsync("empty"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task A_damaged_journal_says_so_when_it_is_opened_or_used(int from)
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(Folder.File(), Stop);
        bytes.AsSpan(from).Fill(0xA5);
        await File.WriteAllBytesAsync(Folder.File(), bytes, Stop);

        var exception = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            var opened = await OpenAsync();
            await opened.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        });

        Assert.Equal((ErrorId.JournalCorrupt, Folder.File()), (exception.Id, exception.Location));
    }

    [Fact]
    public async Task A_name_that_this_version_does_not_know_makes_no_guess()
    {
        await MakeAsync("a1");
        Folder.Run("INSERT INTO outcome (attempt, number, status, source, at, failed_msg_id, tries) VALUES (1, 0, 'Perhaps', 'Holder', 0, '', 1)");
        await using var journal = await OpenAsync();

        var exception = await Assert.ThrowsAsync<JournalException>(() => journal.ReadAsync([Sample.Key()], Stop));

        Assert.Equal(ErrorId.JournalCorrupt, exception.Id);
    }

    [Fact]
    public async Task A_journal_on_a_network_file_system_is_refused_and_not_made()
    {
        var asked = new List<string>();
        var rules = new JournalRules { IsOnNetwork = folder => { asked.Add(folder); return true; } };

        await AssertFaultAsync(ErrorId.JournalOnNetwork, Folder.File(), rules);

        Assert.Equal([Folder.Path], asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task A_link_is_judged_by_where_the_file_lies()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege on Windows.");
        var far = Directory.CreateDirectory(Path.Combine(Folder.Path, "far")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(far, "journal.db"), [], Stop);
        File.CreateSymbolicLink(Folder.File(), Path.Combine(far, "journal.db"));

        await AssertFaultAsync(ErrorId.JournalOnNetwork, Folder.File(), new() { IsOnNetwork = path => path == Path.Combine(far, "journal.db") });
    }

    [Fact]
    public async Task A_journal_that_stays_locked_is_given_up_and_left_as_it_was()
    {
        var rules = new JournalRules { LockTimeout = TimeSpan.FromMilliseconds(50) };
        await MakeAsync();
        await using var journal = await OpenAsync(rules: rules);
        using var other = Folder.Connect();
        other.Run("BEGIN IMMEDIATE");

        var claim = await Assert.ThrowsAsync<JournalException>(() => journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
        Assert.Equal(ErrorId.JournalLocked, claim.Id);
        await AssertFaultAsync(ErrorId.JournalLocked, Folder.File(), rules);
        Assert.Equal(0, Assert.Single(await journal.ReadAsync([Sample.Key()], Stop)).Version);

        other.Run("ROLLBACK");
        Assert.True(await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop));
    }

    [Fact]
    public async Task A_full_disk_stops_the_claim_and_keeps_what_was_there()
    {
        using var disk = await SmallDisk.MountAsync(Folder.Path);
        var journal = await OpenAsync(Path.Combine(disk.Path, "journal.db"));
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
        var file = new JournalFile(Folder.File(), new());
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
        using var disk = await SmallDisk.MountAsync(Folder.Path);
        disk.Fill();

        await AssertFaultAsync(ErrorId.JournalFull, Path.Combine(disk.Path, "journal.db"));
    }

    private async Task<bool> IsNewAsync(string name) => (await new SqliteJournalOpener().OpenAsync(Folder.File(name), Stop)).IsNew;

    private async Task<JournalException> AssertFaultAsync(ErrorId fault, string path, JournalRules? rules = null)
    {
        var exception = await Assert.ThrowsAsync<JournalException>(() => OpenAsync(path, rules: rules));
        Assert.Equal((fault, path), (exception.Id, exception.Location));
        Assert.Contains(path, exception.Message);
        return exception;
    }

    private async Task MakeAsync(string? claim = null)
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        if (claim is not null) await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt(claim)), Stop);
    }
}
