using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>How a person inspects and copies a journal, and continues without records that it lost.</summary>
public sealed class SqliteUpkeepTests : OwnFolder
{
    [Fact]
    public async Task A_copy_made_while_another_process_writes_is_one_file_that_holds_all_that_was_acknowledged_before()
    {
        using var child = await ChildProcess.StartAsync(ClaimingChild.Endless, Folder.File(), "one", Stop);
        await child.BeginAsync();
        List<string> told = [];
        while (told.Count < 100) told.Add((await child.ReadAsync(Stop))!);
        await using (var journal = await OpenAsync()) await journal.BackupAsync(Folder.File("copy.db"), Stop);
        child.Kill();

        Assert.Equal(["copy.db"], Directory.EnumerateFiles(Folder.Path, "copy*").Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.File("copy.db")));
        await using var copy = await OpenAsync(Folder.File("copy.db"));
        await copy.CheckAsync(Stop);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var attempt in copy.QueryAsync(new(), Stop)) kept.Add(attempt.Attempt.AttemptId);
        Assert.Empty(told.Where(line => line.StartsWith("claimed", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).Except(kept));
    }

    [Fact]
    public async Task A_copy_goes_over_nothing_and_nowhere_that_does_not_exist()
    {
        await using var journal = await OpenAsync();
        await File.WriteAllTextAsync(Folder.File("there"), "mine", Stop);

        await AssertRefusedAsync(Folder.File("there"));
        await AssertRefusedAsync(Folder.File());
        await AssertRefusedAsync(Path.Combine(Folder.Path, "nowhere", "copy.db"));

        Assert.Equal("mine", await File.ReadAllTextAsync(Folder.File("there"), Stop));
        await journal.CheckAsync(Stop);

        async Task AssertRefusedAsync(string path) =>
            Assert.Equal(ErrorId.BackupFailed, (await Assert.ThrowsAsync<OnsDlqException>(() => journal.BackupAsync(path, Stop))).Id);
    }

    [Fact]
    public async Task A_journal_that_lost_its_log_goes_on_by_a_persons_word_and_remembers_the_gap()
    {
        await LoseLogAsync();
        await using (var journal = await OpenAsync())
        {
            var found = (await journal.DescribeAsync(Stop)).Trouble;
            Assert.NotNull(found);
            Assert.True(await journal.RepairAsync(Sample.At(1000), Sample.At(40), "kim@box", "the disk is lost", Stop));
            Assert.False(await journal.RepairAsync(Sample.At(2000), Sample.At(40), "kim@box", "again", Stop));

            await journal.CheckAsync(Stop);
            Assert.True(await journal.ClaimAsync(new(Sample.Key(77), 0, Sample.Attempt("later", "child")), Stop));
            var now = await journal.DescribeAsync(Stop);
            var gap = Assert.Single(now.Gaps);
            Assert.Null(now.Trouble);
            Assert.Equal((found, "kim@box", "the disk is lost"), (gap.Found, gap.By, gap.Reason));
            Assert.Equal((Sample.At(1000), Sample.At(40)), (gap.Until, gap.RepairedAt));
        }

        await using var again = await OpenAsync();
        await again.CheckAsync(Stop);
        var histories = await again.ReadAsync([Sample.Key(77), Sample.Key(78)], Stop);
        Assert.All(histories, history => Assert.Equal(Sample.At(1000), history.Gap));
        Assert.Single(histories[0].Attempts);
    }

    [Fact]
    public async Task A_copy_of_a_journal_that_lost_its_log_does_not_pass_for_a_whole_one()
    {
        await LoseLogAsync();
        await using (var journal = await OpenAsync()) await journal.BackupAsync(Folder.File("copy.db"), Stop);

        await using var copy = await OpenAsync(Folder.File("copy.db"));
        Assert.NotNull((await copy.DescribeAsync(Stop)).Trouble);
        await Assert.ThrowsAsync<JournalException>(() => copy.CheckAsync(Stop).AsTask());
    }

    [Fact]
    public async Task An_older_copy_that_a_person_goes_on_with_makes_the_newer_one_the_older()
    {
        var marks = Folder.File("marks");
        await WriteAsync("first", marks);
        File.Copy(Folder.File(), Folder.File("older.db"));
        await WriteAsync("second", marks);

        await using (var older = await OpenAsync(Folder.File("older.db"), marks))
            Assert.True(await older.RepairAsync(Sample.At(1000), Sample.At(40), "kim@box", "it is the one we go on with", Stop));

        await using (var older = await OpenAsync(Folder.File("older.db"), marks)) await older.CheckAsync(Stop);
        await using var newer = await OpenAsync(marks: marks);
        Assert.Equal(ErrorId.JournalIncomplete, (await Assert.ThrowsAsync<JournalException>(() => newer.CheckAsync(Stop).AsTask())).Id);
    }

    [Fact]
    public async Task Who_else_has_it_open_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");
        using var child = await ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), "one", Stop);
        await using var journal = await OpenAsync();

        var told = await journal.DescribeAsync(Stop);

        Assert.Contains($"({child.Id})", Assert.Single(told.OpenedBy!), StringComparison.Ordinal);
        Assert.Equal((Folder.File(), JournalSchema.Current.Version), (told.Location, told.Schema));
        Assert.InRange(told.Size, 4096, 1_000_000);
        Assert.Matches("^[0-9a-f]{32}$", told.JournalId);
    }

    private async Task LoseLogAsync()
    {
        using (var child = await ChildProcess.StartAsync(KilledChild.At(JournalStep.Committing, 9), Folder.File(), "child", Stop))
        {
            await child.BeginAsync();
            Assert.NotEmpty(await child.ReadAllAsync(Stop));
        }

        File.Delete(Folder.File("journal.db-wal"));
        File.Delete(Folder.File("journal.db-shm"));
    }

    private async Task WriteAsync(string id, string marks)
    {
        await using var journal = await OpenAsync(marks: marks);
        await journal.BeginRunAsync(Sample.Run with { RunId = id }, Stop);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(1, id), 0, Sample.Attempt(id, id)), Stop));
    }
}
