using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Reading needs no write permission, does not wait, and leaves the journal and its folder unchanged.</summary>
public sealed class SqliteReadingTests : OwnFolder
{
    [Fact]
    public async Task What_is_not_there_is_not_made()
    {
        Assert.Null(await OpenReaderAsync());
        await File.WriteAllBytesAsync(Folder.File(), [], Stop);
        Assert.Null(await OpenReaderAsync());

        Assert.Equal([Folder.File()], Directory.EnumerateFileSystemEntries(Folder.Path));
        Assert.Equal(0, new FileInfo(Folder.File()).Length);
    }

    [Fact]
    public async Task A_journal_that_nobody_has_open_is_read_and_left_as_it_was()
    {
        await MakeAsync(3);
        var before = await Folder.ContentsAsync();

        Assert.Equal(["a3", "a2", "a1"], await ReadAsync());

        Assert.Equal(before, await Folder.ContentsAsync());
    }

    [Fact]
    public async Task What_is_written_while_it_is_read_is_seen_at_once()
    {
        await MakeAsync(1);
        using var reader = (await OpenReaderAsync())!;
        Assert.Equal(["a1"], await IdsAsync(reader));

        await using var writer = await OpenAsync();
        await writer.ClaimAsync(new(Sample.Key(7), 0, Sample.Attempt("a7")), Stop);

        Assert.Equal(["a7", "a1"], await IdsAsync(reader));
        Assert.Single((await reader.ReadAsync([Sample.Key(7)], Stop))[0].Attempts);
    }

    [Fact]
    public async Task A_writer_that_keeps_its_lock_is_not_waited_for()
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        await journal.ClaimAsync(new(Sample.Key(), 0, Sample.Attempt("a1")), Stop);
        using var other = Folder.Connect();
        other.Run("BEGIN IMMEDIATE; UPDATE attempt SET round = 2");

        var read = ReadAsync();

        Assert.Equal(["a1"], await read.WaitAsync(TimeSpan.FromSeconds(30), Stop));
    }

    [Fact]
    public async Task Whoever_keeps_the_whole_file_locked_is_not_waited_for()
    {
        await MakeAsync(2);
        using var other = Folder.Connect();
        other.Run(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; INSERT INTO queue (realm, instance_id, group_id) VALUES ('a', 'b', 'c')");
        var before = Names();

        Assert.Equal(["a2", "a1"], await ReadAsync());

        Assert.Equal(before, Names());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_was_left_behind_is_read_with_what_it_holds_and_left_as_it_was(bool withIndex)
    {
        await LeaveLogAsync(withIndex);
        var before = await Folder.ContentsAsync();
        Assert.NotEqual(0, new FileInfo(Folder.File("journal.db-wal")).Length);

        Assert.Equal(["a2", "a1"], await ReadAsync());

        Assert.Equal(before.Keys, (await Folder.ContentsAsync()).Keys);
        Assert.Equal(before[Folder.File()], (await Folder.ContentsAsync())[Folder.File()]);
        Assert.Equal(before[Folder.File("journal.db-wal")], (await Folder.ContentsAsync())[Folder.File("journal.db-wal")]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_medium_that_may_only_be_read_is_read(bool withLog, bool withIndex)
    {
        if (withLog) await LeaveLogAsync(withIndex);
        else await MakeAsync(2);
        using var disk = await SmallDisk.MountAsync(Folder.Path);
        foreach (var file in Directory.GetFiles(Folder.Path)) File.Copy(file, Path.Combine(disk.Path, Path.GetFileName(file)));
        Assert.True(await Tool.RunAsync("mount", "-o", "remount,ro", disk.Path));

        Assert.Equal(["a2", "a1"], await ReadAsync(Path.Combine(disk.Path, "journal.db")));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("open")]
    [InlineData("log")]
    [InlineData("index")]
    public async Task Another_user_who_may_only_read_reads_all(string state)
    {
        await using var foreign = await OtherUser.MakeAsync(Folder.Path);
        SqliteJournal? open = null;
        if (state is "log" or "index") await LeaveLogAsync(withIndex: state == "index");
        else await MakeAsync(2);
        if (state == "open")
        {
            open = await OpenAsync();
            await open.ClaimAsync(new(Sample.Key(3), 0, Sample.Attempt("a3")), Stop);
        }

        foreach (var file in Directory.GetFiles(Folder.Path)) await AllowAsync("644", file);
        var before = Names();

        var lines = await foreign.RunAsync(ReadingChild.Read, Folder.File(), Stop);

        Assert.Equal(state == "open" ? ["a3", "a2", "a1", "end"] : ["a2", "a1", "end"], lines);
        Assert.Equal(before, Names());
        if (open is not null) await open.DisposeAsync();
    }

    [Fact]
    public async Task Another_user_who_may_not_read_the_log_is_told_so()
    {
        await using var foreign = await OtherUser.MakeAsync(Folder.Path);
        await LeaveLogAsync(withIndex: false);
        await AllowAsync("644", Folder.File());
        await AllowAsync("600", Folder.File("journal.db-wal"));

        Assert.Equal([nameof(ErrorId.JournalUnreadable)], await foreign.RunAsync(ReadingChild.Read, Folder.File(), Stop));
    }

    [Fact]
    public async Task Another_user_who_may_write_to_the_folder_alone_leaves_nothing_in_it()
    {
        await using var foreign = await OtherUser.MakeAsync(Folder.Path);
        await MakeAsync(2);
        await AllowAsync("777", Folder.Path);
        await using var open = await OpenAsync();
        await open.ClaimAsync(new(Sample.Key(3), 0, Sample.Attempt("a3")), Stop);
        foreach (var file in Directory.GetFiles(Folder.Path)) await AllowAsync("644", file);

        Assert.Equal(["a3", "a2", "a1", "end"], await foreign.RunAsync(ReadingChild.Read, Folder.File(), Stop));
        Assert.Equal(3, Names().Length);
    }

    [Fact]
    public async Task Claims_that_many_make_meanwhile_are_never_read_by_halves()
    {
        using var child = await ChildProcess.StartAsync(ClaimingChild.Endless, Folder.File(), "one", Stop);
        await child.BeginAsync();
        using var reader = (await OpenReaderAsync())!;
        var seen = 0;
        for (var round = 0; round < 50 || seen == 0; round++)
        {
            var ids = await IdsAsync(reader);
            Assert.True(ids.Length >= seen, "What was there once is gone.");
            seen = ids.Length;
        }
    }

    [Fact]
    public async Task A_private_copy_is_whole_while_many_write_and_fold_in_the_log()
    {
        using var child = await ChildProcess.StartAsync(ClaimingChild.Endless, Folder.File(), "one", Stop);
        await child.BeginAsync();
        for (var copies = 0; copies < 10;)
        {
            try
            {
                using var copy = JournalCopy.Make(FilesSeen.Of(Folder.File())!, Stop);
                using var connection = OtherProgram.Connect(copy.Path);
                Assert.Equal("ok", connection.Scalar("PRAGMA integrity_check"));
                Assert.Equal(
                    0L, connection.Scalar("SELECT count(*) FROM attempt WHERE live = (SELECT count(*) FROM outcome WHERE outcome.attempt = attempt.number)"));
                copies++;
            }
            catch (IOException)
            {
                // The write-ahead log was restarted meanwhile.
            }

            using var fold = Folder.Connect();
            fold.Run("PRAGMA wal_checkpoint(RESTART)");
        }
    }

    [Fact]
    public async Task A_journal_of_the_first_schema_is_read_as_it_is()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Samples", "journal-1.db"), Folder.File());
        var before = await Folder.ContentsAsync();

        Assert.Equal(3, (await ReadAsync()).Length);

        Assert.Equal(before, await Folder.ContentsAsync());
    }

    [Fact]
    public async Task A_journal_that_a_newer_version_wrote_is_not_read()
    {
        await MakeAsync(1);
        Folder.Run("PRAGMA user_version = 99");

        Assert.Equal(ErrorId.JournalNewerSchema, (await Assert.ThrowsAsync<JournalException>(OpenReaderAsync)).Id);
    }

    [Fact]
    public async Task A_journal_that_is_deleted_while_it_is_read_is_told_of()
    {
        await MakeAsync(1);
        using var reader = (await OpenReaderAsync())!;
        File.Delete(Folder.File());

        var exception = await Assert.ThrowsAsync<JournalException>(() => reader.ReadAsync([Sample.Key()], Stop));

        Assert.Equal(ErrorId.JournalUnreachable, exception.Id);
    }

    [Fact]
    public async Task A_main_file_that_lost_its_log_is_read_and_says_that_it_does_not_know_all()
    {
        await LeaveLogAsync(withIndex: true);
        using (var whole = (await OpenReaderAsync())!) Assert.Null(whole.Trouble);
        File.Move(Folder.File(), Folder.File("alone.db"));

        using var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File("alone.db"), Stop))!;

        Assert.Contains("its log is gone", reader.Trouble, StringComparison.Ordinal);
        await IdsAsync(reader);
    }

    [Fact]
    public async Task A_journal_that_is_written_to_meanwhile_is_never_taken_for_incomplete()
    {
        var marks = Folder.File("marks");
        Directory.CreateDirectory(marks);
        await MakeAsync(1);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                for (var number = 10; !stop.IsCancellationRequested; number++)
                {
                    await using var writer = await OpenAsync(marks: marks);
                    await writer.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")), Stop);
                }
            },
            Stop);
        for (var number = 0; number < 100; number++)
        {
            using var reader = (await new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop, marks))!;
            Assert.Null(reader.Trouble);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_reader_that_stays_open_keeps_nobody_from_folding_in_the_log()
    {
        await MakeAsync(1);
        var writer = await OpenAsync();
        await writer.ClaimAsync(new(Sample.Key(7), 0, Sample.Attempt("a7")), Stop);
        using var reader = (await OpenReaderAsync())!;
        Assert.Equal(["a7", "a1"], await IdsAsync(reader));

        await writer.DisposeAsync();

        Assert.Equal(["journal.db"], Names());
        Assert.Equal(["a7", "a1"], await IdsAsync(reader));
    }

    private static async Task AllowAsync(string mode, string path) => Assert.True(await Tool.RunAsync("chmod", mode, path));

    private Task<IOpenedReader?> OpenReaderAsync() => new SqliteJournalOpener().OpenReaderAsync(Folder.File(), Stop);

    private async Task<string[]> ReadAsync(string? path = null)
    {
        using var reader = (await new SqliteJournalOpener().OpenReaderAsync(path ?? Folder.File(), Stop))!;
        return await IdsAsync(reader);
    }

    private static async Task<string[]> IdsAsync(IJournalReader reader) =>
        await reader.QueryAsync(new(), Stop).Select(attempt => attempt.Attempt.AttemptId).ToArrayAsync(Stop);

    private async Task MakeAsync(int claims)
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run, Stop);
        for (var number = 1; number <= claims; number++)
        {
            await journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt($"a{number}")), Stop);
            await journal.SettleAsync($"a{number}", Sample.Outcome(ResendStatus.Accepted), null, Stop);
        }
    }

    /// <summary>A journal whose second claim is only in the write-ahead log, as a killed process leaves it.</summary>
    private async Task LeaveLogAsync(bool withIndex)
    {
        var apart = Directory.CreateDirectory(Path.Combine(Folder.Path, "apart")).FullName;
        await using (var journal = await OpenAsync(Path.Combine(apart, "journal.db")))
        {
            await journal.BeginRunAsync(Sample.Run, Stop);
            await journal.ClaimAsync(new(Sample.Key(1), 0, Sample.Attempt("a1")), Stop);
            await journal.ClaimAsync(new(Sample.Key(2), 0, Sample.Attempt("a2")), Stop);
            foreach (var file in Directory.GetFiles(apart).Where(file => withIndex || !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, Folder.File(Path.GetFileName(file)));
        }

        Directory.Delete(apart, recursive: true);
    }

    private string[] Names() => [.. Directory.EnumerateFileSystemEntries(Folder.Path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
