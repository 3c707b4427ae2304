using Microsoft.Data.Sqlite;
using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>
/// A process that is killed in the middle of a checkpoint leaves a main file with some pages of the log and not others. SQLite finds it damaged if
/// it is read alone; with its log it is whole.
/// </summary>
public sealed class SqliteCutCheckpointTests : OwnFolder
{
    // The length of a text by which nearly every outcome makes the main file larger.
    private const int Long = 3000;

    [Theory]
    [InlineData("Committed", 0, false)]
    [InlineData("Committing", 15, true)]
    [InlineData("Committed", 14, true)]
    [InlineData("LogRaised", 0, false)]
    [InlineData("LogRaised", 1, true)]
    [InlineData("LogMarked", 1, false)]
    [InlineData("LogReached", 1, false)]
    public async Task Whichever_page_it_wrote_last_nothing_acknowledged_is_lost_and_the_journal_goes_on(string step, int after, bool grows)
    {
        var claimed = await KillAsync(step, after);
        var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));
        var damaged = 0;

        for (var pages = 0; pages <= log.Pages; pages++)
        {
            var path = Copy($"{pages}.db");
            log.Write(path, pages);
            if (IsDamagedAlone(path)) damaged++;
            await AssertAloneIsRefusedOrAllAsync(path, claimed);
            await AssertReadAsync(path, claimed);
            await AssertGoesOnAsync(path, claimed);
        }

        Assert.Equal(grows, damaged > 0);
    }

    /// <summary>Of what was not yet durable in the main file, a power cut may leave any page, whole or in part.</summary>
    [Fact]
    public async Task Whichever_pages_a_power_cut_left_nothing_acknowledged_is_lost_and_the_journal_goes_on()
    {
        var claimed = await KillAsync("Committed", 14);
        var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));

        for (var seed = 1; seed <= 30; seed++)
        {
            var path = Copy($"{seed}.db");
            var chance = new Random(seed);
            log.Write(path, page => chance.Next(3) switch { 0 => 0, 1 => 512 * chance.Next(1, 8), _ => int.MaxValue });
            await AssertGoesOnAsync(path, claimed);
        }
    }

    [Theory]
    [InlineData("Committed", 14, "Committed")]
    [InlineData("Committed", 14, "LogRaised")]
    [InlineData("LogRaised", 0, "Committed")]
    [InlineData("LogRaised", 0, "LogRaised")]
    [InlineData("LogRaised", 1, "Committed")]
    [InlineData("LogRaised", 1, "LogRaised")]
    [InlineData("LogRaised", 1, "LogMarked")]
    [InlineData("LogMarked", 1, "Committed")]
    [InlineData("LogMarked", 1, "LogRaised")]
    public async Task Killed_once_more_before_the_log_is_folded_in_nothing_acknowledged_is_lost(string first, int after, string second)
    {
        var claimed = await KillAsync(first, after);
        for (var time = 0; time < 3; time++)
        {
            var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));
            log.Write(Folder.File(), log.Pages * (time + 1) / 4);
            claimed.UnionWith(await KillAsync(second, 0, $"again-{time}"));
        }

        await AssertAloneIsRefusedOrAllAsync(Folder.File(), claimed);
        await AssertGoesOnAsync(Folder.File(), claimed);
    }

    /// <summary>The two together are believed only where the log happens to have each page that the older main file lacks.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(200)]
    public async Task Whichever_page_it_wrote_last_into_an_older_main_file_that_is_refused_or_nothing_is_lost(int since)
    {
        await ClaimAsync(40, "first");
        File.Copy(Folder.File(), Folder.File("older.db"));
        await ClaimAsync(since, "second");
        var claimed = await KillAsync("Committed", 14);
        claimed.UnionWith(Enumerable.Range(0, since).Select(number => $"second-{number}"));
        var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));
        File.Move(Folder.File("older.db"), Folder.File(), overwrite: true);
        var (damaged, refused) = (0, 0);

        for (var pages = 0; pages <= log.Pages; pages++)
        {
            var path = Copy($"{pages}.db");
            log.Write(path, pages);
            if (!IsDamagedAlone(path)) continue;
            damaged++;
            if (await AssertRefusedOrAllAsync(path, claimed)) refused++;
        }

        Assert.NotEqual(0, damaged);
        Assert.NotEqual(0, refused);
    }

    [Fact]
    public async Task Beside_the_main_file_of_another_journal_a_log_is_refused_whichever_page_it_brought_in()
    {
        await KillAsync("Committed", 14);
        var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));
        await (await OpenAsync(Folder.File("other.db"))).DisposeAsync();
        File.Move(Folder.File("other.db"), Folder.File(), overwrite: true);

        for (var pages = 0; pages < 3; pages++)
        {
            var path = Copy($"{pages}.db");
            log.Write(path, pages);
            Assert.Contains(await RefusalAsync(path), new ErrorId?[] { ErrorId.JournalIncomplete, ErrorId.JournalCorrupt });
        }
    }

    [Fact]
    public async Task Two_processes_that_open_it_at_once_claim_each_message_once()
    {
        await KillAsync("Committed", 14);
        CutInTheMiddle();

        using var one = await ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), "one", Stop);
        using var two = await ChildProcess.StartAsync(ClaimingChild.Some, Folder.File(), "two", Stop);
        await Task.WhenAll(one.BeginAsync(), two.BeginAsync());
        var lines = await Task.WhenAll(one.ReadAllAsync(Stop), two.ReadAllAsync(Stop));

        Assert.Equal(300, lines.Sum(said => said.Count));
        await using var journal = await OpenAsync();
        var histories = await journal.ReadAsync([.. Enumerable.Range(0, 300).Select(number => Sample.Key(number))], Stop);
        Assert.All(histories, history => Assert.Single(history.Attempts));
    }

    [Fact]
    public async Task It_is_described_and_copied_before_anything_is_written_to_it()
    {
        var claimed = await KillAsync("Committed", 14);
        CutInTheMiddle();
        await using (var journal = await OpenAsync())
        {
            var told = await journal.DescribeAsync(Stop);
            await journal.BackupAsync(Folder.File("copy.db"), Stop);

            Assert.Equal((true, null), (told.NeedsLog, told.Trouble));
        }

        await using var copy = await OpenAsync(Folder.File("copy.db"));
        await copy.CheckAsync(Stop);
        Assert.Superset(claimed, await JournalSays.AttemptsAsync(copy));
    }

    private async Task<ErrorId?> RefusalAsync(string path)
    {
        try
        {
            await using var journal = await OpenAsync(path);
            if (await JournalSays.RefusalAsync(journal) is { } refusal) return refusal.Id;
            await JournalSays.AttemptsAsync(journal);
            return null;
        }
        catch (JournalException exception)
        {
            return exception.Id;
        }
    }

    /// <summary>Says that it does not know all, or is damaged (true); or else it knows all.</summary>
    private async Task<bool> AssertRefusedOrAllAsync(string path, SortedSet<string> claimed)
    {
        if (await RefusalAsync(path) is { } refusal)
        {
            Assert.Contains(refusal, new[] { ErrorId.JournalIncomplete, ErrorId.JournalCorrupt });
            return true;
        }

        await using var journal = await OpenAsync(path);
        Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(journal)));
        return false;
    }

    private async Task AssertAloneIsRefusedOrAllAsync(string path, SortedSet<string> claimed)
    {
        var alone = Folder.File("alone.db");
        File.Copy(path, alone, overwrite: true);
        await AssertRefusedOrAllAsync(alone, claimed);
        foreach (var file in Directory.GetFiles(Folder.Path, "alone.db*")) File.Delete(file);
    }

    /// <summary>Without the log's index, from a private copy.</summary>
    private static async Task AssertReadAsync(string path, SortedSet<string> claimed)
    {
        using var reader = (SqliteJournalReader)(await new SqliteJournalOpener().OpenReaderAsync(path, Stop))!;
        var told = await reader.DescribeAsync(Stop);

        Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(reader)));
        Assert.Null(told.Trouble);
        Assert.True(told.NeedsLog || !IsDamagedAlone(path));
    }

    private async Task AssertGoesOnAsync(string path, SortedSet<string> claimed)
    {
        await using (var journal = await OpenAsync(path))
        {
            await journal.CheckAsync(Stop);
            Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(journal)));
            await journal.BeginRunAsync(Sample.Run, Stop);
            Assert.True(await journal.ClaimAsync(new(Sample.Key(1, "later"), 0, Sample.Attempt("later")), Stop));
        }

        Assert.Equal([path], Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"));
        await using var again = await OpenAsync(path);
        await again.CheckAsync(Stop);
        Assert.Superset(claimed, await JournalSays.AttemptsAsync(again));
    }

    private static bool IsDamagedAlone(string path)
    {
        try
        {
            new JournalFile(path, new()).ReadMain();
            return false;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            return true;
        }
    }

    private Task<SortedSet<string>> KillAsync(string step, int after, string name = "child") =>
        KilledChild.KillAsync(Enum.Parse<JournalStep>(step), after, Folder.File(), Stop, name, Long);

    private async Task ClaimAsync(int count, string name)
    {
        await using var journal = await OpenAsync();
        await journal.BeginRunAsync(Sample.Run with { RunId = name }, Stop);
        for (var number = 0; number < count; number++)
            Assert.True(await journal.ClaimAsync(new(Sample.Key(number, name), 0, Sample.Attempt($"{name}-{number}", name)), Stop));
    }

    private void CutInTheMiddle()
    {
        var log = CutCheckpoint.Of(Folder.File("journal.db-wal"));
        log.Write(Folder.File(), log.Pages / 2);
        Assert.True(IsDamagedAlone(Folder.File()));
    }

    /// <summary>A copy of the journal and its log, without the index, as it is after the computer was started again.</summary>
    private string Copy(string name)
    {
        var path = Folder.File(name);
        File.Copy(Folder.File(), path);
        File.Copy(Folder.File("journal.db-wal"), path + "-wal");
        return path;
    }
}
