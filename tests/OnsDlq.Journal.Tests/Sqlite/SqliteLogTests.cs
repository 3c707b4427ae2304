using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A main file without its write-ahead log is never considered complete, no matter when the process that wrote it was killed.</summary>
public sealed class SqliteLogTests : OwnFolder
{
    public static TheoryData<string, int> Steps
    {
        get
        {
            var steps = new TheoryData<string, int>();
            foreach (var step in Enum.GetNames<JournalStep>())
                for (var after = 0; after < (step.StartsWith("Commit", StringComparison.Ordinal) ? 4 : 2); after++) steps.Add(step, after);
            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_nothing_acknowledged_is_lost_and_a_main_file_alone_knows_all_or_says_that_it_does_not(string step, int after)
    {
        var claimed = await KillAsync(Enum.Parse<JournalStep>(step), after);
        File.Copy(Folder.File(), Folder.File("alone.db"));

        await using (var whole = await OpenAsync())
        {
            await whole.CheckAsync(Stop);
            Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(whole)));
            await whole.BeginRunAsync(Sample.Run, Stop);
            Assert.True(await ClaimAsync(whole, "later"));
        }

        Assert.Equal(["alone.db", "journal.db"], Directory.EnumerateFiles(Folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await using var alone = await OpenAsync(Folder.File("alone.db"));
        if (await JournalSays.RefusalAsync(alone) is { } refusal) Assert.Equal(ErrorId.JournalIncomplete, refusal.Id);
        else Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(alone)));
    }

    // A listing writes the pace alone, and empties the log when it closes the journal.
    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_a_journal_stays_usable_after_a_process_that_writes_its_pace_alone(string step, int after)
    {
        var claimed = await KillAsync(Enum.Parse<JournalStep>(step), after);
        await using (var listing = await OpenAsync())
            await listing.TakeSlotsAsync(new("key", "cn-hangzhou", "a"), 1, TimeSpan.FromSeconds(1), Sample.Start, Stop);

        await using var next = await OpenAsync();

        Assert.Null(await JournalSays.RefusalAsync(next));
        Assert.Empty(claimed.Except(await JournalSays.AttemptsAsync(next)));
        await next.BeginRunAsync(Sample.Run, Stop);
        Assert.True(await ClaimAsync(next, "later"));
    }

    [Theory]
    [InlineData("alone")]
    [InlineData("emptied log")]
    [InlineData("deleted log")]
    public async Task After_a_kill_in_the_middle_a_main_file_without_its_log_is_not_written_to(string loss)
    {
        var claimed = await KillAsync(JournalStep.Committing, 9);
        Assert.NotEmpty(claimed);
        if (loss == "alone") File.Move(Folder.File(), Folder.File("moved.db"));
        else if (loss == "emptied log") await File.WriteAllBytesAsync(Folder.File("journal.db-wal"), [], Stop);
        else File.Delete(Folder.File("journal.db-wal"));
        var path = Folder.File(loss == "alone" ? "moved.db" : "journal.db");

        for (var time = 0; time < 2; time++)
        {
            await using var journal = await OpenAsync(path);

            var refusal = await JournalSays.RefusalAsync(journal);
            Assert.Equal((ErrorId.JournalIncomplete, path), (refusal?.Id, refusal?.Location));
            Assert.Equal(ErrorId.JournalIncomplete, (await Assert.ThrowsAsync<JournalException>(() => ClaimAsync(journal, "later"))).Id);
            await Assert.ThrowsAsync<JournalException>(
                () => journal.TakeSlotsAsync(new("key", "cn-hangzhou", "a"), 1, TimeSpan.FromSeconds(1), Sample.Start, Stop));
            Assert.NotEmpty(claimed.Except(await JournalSays.AttemptsAsync(journal)));
        }
    }

    [Fact]
    public async Task A_log_that_another_program_folded_in_whole_is_no_loss()
    {
        var claimed = await KillAsync(JournalStep.Committing, 9);
        using (var other = Folder.Connect())
        {
            Assert.Equal((long)claimed.Count, other.Scalar("SELECT count(*) FROM attempt"));
        }

        Assert.Equal(["journal.db"], Directory.EnumerateFiles(Folder.Path).Select(Path.GetFileName));
        await using var journal = await OpenAsync();
        await journal.CheckAsync(Stop);
        Assert.Equal(claimed, await JournalSays.AttemptsAsync(journal));
    }

    [Fact]
    public async Task A_log_beside_an_older_main_file_is_not_taken_for_its_own()
    {
        await WriteAsync("first");
        File.Copy(Folder.File(), Folder.File("older.db"));
        await WriteAsync("second", run: "run-2");
        await KillAsync(JournalStep.Committing, 9);
        File.Move(Folder.File("older.db"), Folder.File(), overwrite: true);

        var fault = await Assert.ThrowsAsync<JournalException>(async () =>
        {
            await using var journal = await OpenAsync();
            await journal.CheckAsync(Stop);
        });

        Assert.Contains(fault.Id, new[] { ErrorId.JournalIncomplete, ErrorId.JournalCorrupt });
    }

    [Fact]
    public async Task After_the_last_use_it_is_one_file_that_holds_everything()
    {
        await WriteAsync("first");

        Assert.Equal(["journal.db"], Directory.EnumerateFiles(Folder.Path).Select(Path.GetFileName));
        File.Move(Folder.File(), Folder.File("moved.db"));
        await using var moved = await OpenAsync(Folder.File("moved.db"));
        await moved.CheckAsync(Stop);
        Assert.Equal(["first"], await JournalSays.AttemptsAsync(moved));
    }

    [Fact]
    public async Task One_of_two_users_that_ends_leaves_the_other_what_it_needs()
    {
        await using (var stays = await OpenAsync())
        {
            await stays.BeginRunAsync(Sample.Run, Stop);
            await WriteAsync("first", run: "run-2");
            Assert.True(await ClaimAsync(stays, "second"));
            await WriteAsync("third", run: "run-3");
            File.Copy(Folder.File(), Folder.File("alone.db"));
            Assert.True(await ClaimAsync(stays, "fourth"));
            File.Copy(Folder.File(), Folder.File("later.db"));
            await stays.CheckAsync(Stop);
        }

        await using var all = await OpenAsync();
        Assert.Equal(["first", "fourth", "second", "third"], await JournalSays.AttemptsAsync(all));
        await using var alone = await OpenAsync(Folder.File("alone.db"));
        Assert.Equal(["first", "second", "third"], await JournalSays.AttemptsAsync(alone));
        await using var later = await OpenAsync(Folder.File("later.db"));
        Assert.Equal(ErrorId.JournalIncomplete, (await JournalSays.RefusalAsync(later))?.Id);
    }

    [Fact]
    public async Task A_long_run_keeps_its_log_short()
    {
        var journal = await OpenAsync(rules: new() { LongLog = 50 });
        await journal.BeginRunAsync(Sample.Run, Stop);
        for (var number = 0; number < 60; number++) Assert.True(await ClaimAsync(journal, $"a{number}", number));
        var length = new FileInfo(Folder.File("journal.db-wal")).Length;
        await journal.DisposeAsync();

        Assert.InRange(length, 1, 150 * 4120);
        await using var again = await OpenAsync();
        Assert.Equal(60, (await JournalSays.AttemptsAsync(again)).Count);
    }

    /// <summary>While a reader is active, a checkpoint is partial: the main file may refer to pages that only a later checkpoint writes.</summary>
    [Fact]
    public async Task A_long_run_goes_on_while_somebody_reads_what_stood_before_each_claim()
    {
        await using var journal = await OpenAsync(rules: new() { LongLog = 40 });
        await journal.BeginRunAsync(Sample.Run, Stop);
        using var reader = Folder.Connect();

        for (var number = 0; number < 150; number++)
        {
            using var snapshot = reader.BeginTransaction(deferred: true);
            Assert.Equal((long)number, reader.Scalar("SELECT count(*) FROM attempt"));
            var claiming = ClaimAsync(journal, $"a{number}", number);
            await Task.WhenAny(claiming, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop));
            snapshot.Rollback();
            Assert.True(await claiming);
        }

        await journal.CheckAsync(Stop);
    }

    /// <summary>During a checkpoint that enlarges the main file, the main file refers to pages that it does not have yet.</summary>
    [Fact]
    public async Task Two_that_fold_the_log_in_all_the_time_keep_each_other_from_nothing()
    {
        var opener = new SqliteJournalOpener(new() { LongLog = 10 });
        await using var one = (await opener.OpenAsync(Folder.File(), Stop)).Journal;
        await using var two = (await opener.OpenAsync(Folder.File(), Stop)).Journal;
        await one.BeginRunAsync(Sample.Run, Stop);

        var claimed = await Task.WhenAll(new[] { one, two }.Select((journal, index) => Task.Run(async () =>
        {
            var count = 0;
            for (var number = 0; number < 150; number++)
                if (await ClaimAsync(journal, $"a{index}-{number}", (index * 1000) + number)) count++;
            return count;
        })));

        Assert.Equal([150, 150], claimed);
        await one.CheckAsync(Stop);
        await two.CheckAsync(Stop);
    }

    [Fact]
    public async Task An_older_copy_brought_back_is_noticed_by_what_the_user_knows()
    {
        var marks = Folder.File("marks");
        await WriteAsync("first", marks: marks);
        File.Copy(Folder.File(), Folder.File("older.db"));
        await WriteAsync("second", marks: marks, run: "run-2");
        File.Move(Folder.File("older.db"), Folder.File(), overwrite: true);

        await using var journal = await OpenAsync(marks: marks);
        Assert.Equal(ErrorId.JournalIncomplete, (await JournalSays.RefusalAsync(journal))?.Id);
        await using var elsewhere = await OpenAsync(marks: Folder.File("other marks"));
        await elsewhere.CheckAsync(Stop);
    }

    [Fact]
    public async Task Where_the_mark_cannot_be_kept_there_is_a_warning_and_the_journal_works()
    {
        await File.WriteAllTextAsync(Folder.File("marks"), "no folder", Stop);

        var opened = await new SqliteJournalOpener().OpenAsync(Folder.File(), Stop, Folder.File("marks"));
        await using var journal = opened.Journal;

        Assert.Contains(Folder.File("marks"), opened.Warning);
        await journal.BeginRunAsync(Sample.Run, Stop);
    }

    private static Task<bool> ClaimAsync(IResendJournal journal, string id, int? number = null) =>
        journal.ClaimAsync(new(number is { } one ? Sample.Key(one) : Sample.Key(1, id), 0, Sample.Attempt(id)), Stop);

    private Task<SortedSet<string>> KillAsync(JournalStep step, int after) => KilledChild.KillAsync(step, after, Folder.File(), Stop);

    private async Task WriteAsync(string id, string? marks = null, string run = "run-1")
    {
        await using var journal = await OpenAsync(marks: marks);
        await journal.BeginRunAsync(Sample.Run with { RunId = run }, Stop);
        Assert.True(await journal.ClaimAsync(new(Sample.Key(1, id), 0, Sample.Attempt(id, run)), Stop));
    }
}
