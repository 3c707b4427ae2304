using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Old records are deleted from a file whatever happens meanwhile: kills at every step, other processes that send, copies brought back.</summary>
public sealed class SqliteRetentionTests : OwnFolder
{
    // Three transactions of messages.
    private const int Old = 2 * Retention.MostMessages + 20, Kept = 5;

    private static readonly DateTimeOffset Limit = Sample.At(10_000);

    public static TheoryData<string, int> Steps
    {
        get
        {
            var steps = new TheoryData<string, int>();
            foreach (var step in Enum.GetNames<JournalStep>())
                for (var after = 0; after < (step.StartsWith("Commit", StringComparison.Ordinal) ? 3 : 1); after++) steps.Add(step, after);
            return steps;
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Killed_at_any_step_each_message_is_whole_or_gone_and_a_second_call_deletes_the_rest(string step, int after)
    {
        await FillAsync();
        int acknowledged;
        using (var child = await ChildProcess.StartAsync(ClearingChild.At(Enum.Parse<JournalStep>(step), after, Limit), Folder.File(), "child", Stop))
        {
            await child.BeginAsync();
            var said = await child.ReadAllAsync(Stop);
            Assert.DoesNotContain(ClearingChild.End, said);
            acknowledged = said.Sum(line => int.Parse(line, CultureInfo.InvariantCulture));
        }

        File.Copy(Folder.File(), Folder.File("alone.db"));
        var left = 0;
        await using (var journal = await OpenAsync())
        {
            await journal.CheckAsync(Stop);
            left = await CheckWholeAsync(journal);
            Assert.InRange(left, 0, Old - acknowledged);
            Assert.Equal(left, (await ClearAsync(journal, isTrial: true)).Attempts);
            Assert.Equal(left, (await ClearAsync(journal)).Attempts);
            Assert.Equal(0, await CheckWholeAsync(journal));
            Assert.Equal(["run-kept"], await journal.QueryRunsAsync(null, Stop).Select(run => run.Run.RunId).ToListAsync(Stop));
        }

        using (var file = Folder.Connect())
        {
            Assert.Null(file.Scalar("PRAGMA foreign_key_check"));
            Assert.Equal("ok", file.Scalar("PRAGMA integrity_check"));
            Assert.Equal((long)Kept, file.Scalar("SELECT count(*) FROM outcome"));
            Assert.Equal((long)Kept, file.Scalar("SELECT count(*) FROM message"));
        }

        // Without its log it says so, or it lacks no deletion that was acknowledged.
        await using var alone = await OpenAsync(Folder.File("alone.db"));
        if (await JournalSays.RefusalAsync(alone) is { } refusal) Assert.Equal(ErrorId.JournalIncomplete, refusal.Id);
        else Assert.InRange(await CheckWholeAsync(alone), left, Old - acknowledged);
    }

    [Fact]
    public async Task While_another_process_sends_all_that_is_old_goes_and_nothing_that_it_claimed()
    {
        await FillAsync();
        using var sender = await ChildProcess.StartAsync(ClaimingChild.Endless, Folder.File(), "one", Stop);
        await sender.BeginAsync();
        var said = new List<string?> { await sender.ReadAsync(Stop) };
        await using (var journal = await OpenAsync())
        {
            // What the sender claims is later than this limit.
            Assert.Equal(Old, (await ClearAsync(journal, before: Sample.At(-3_000))).Attempts);
        }

        sender.Kill();
        said.AddRange(await sender.ReadAllAsync(Stop));
        await using var after = await OpenAsync();
        var attempts = await JournalSays.AttemptsAsync(after);
        Assert.Equal(0, await CheckWholeAsync(after));
        Assert.Empty(said.Where(line => line!.StartsWith("claimed ", StringComparison.Ordinal)).Select(line => line!["claimed ".Length..]).Except(attempts));
    }

    [Fact]
    public async Task A_copy_made_before_is_noticed_when_it_comes_back()
    {
        var marks = Folder.File("marks");
        await FillAsync(marks);
        await using (var journal = await OpenAsync(marks: marks))
        {
            await journal.BackupAsync(Folder.File("before.db"), Stop);
            await ClearAsync(journal);
        }

        File.Move(Folder.File("before.db"), Folder.File(), overwrite: true);

        await using var old = await OpenAsync(marks: marks);
        Assert.Equal(ErrorId.JournalIncomplete, (await JournalSays.RefusalAsync(old))?.Id);
    }

    [Fact]
    public async Task The_file_does_not_become_smaller_for_others_and_its_space_is_used_again()
    {
        await FillAsync();
        await using (var other = await OpenAsync())
        {
            await using (var journal = await OpenAsync(rules: new() { LongLog = 10 })) await ClearAsync(journal);
            await other.CheckAsync(Stop);
            await other.BeginRunAsync(Sample.Run with { RunId = "later" }, Stop);
        }

        var size = new FileInfo(Folder.File()).Length;
        await FillAsync(runs: "again");
        Assert.InRange(new FileInfo(Folder.File()).Length, size, size + (size / 10));
    }

    [Fact]
    public async Task Gaps_stay()
    {
        await FillAsync();
        Folder.Run($"INSERT INTO gap (found, until, repaired_at, by, reason) VALUES ('x', {Sample.Stored(0)}, {Sample.Stored(0)}, 'kim@box', 'y')");
        await using var journal = await OpenAsync();

        await ClearAsync(journal);

        Assert.Equal(Sample.At(0), (await journal.ReadAsync([Sample.Key()], Stop))[0].Gap);
    }

    private static async Task<ClearedRecords> ClearAsync(SqliteJournal journal, bool isTrial = false, DateTimeOffset? before = null) =>
        await journal.ClearAsync(before ?? Limit, isTrial, Stop).AggregateAsync((one, other) => one + other, Stop);

    private static MessageKey KeyOf(int number) => Sample.Key(number, "GID_old");

    // Gives how many old messages are left.
    private static async Task<int> CheckWholeAsync(SqliteJournal journal)
    {
        var histories = await journal.ReadAsync([.. Enumerable.Range(0, Old + Kept).Select(KeyOf)], Stop);
        Assert.All(histories, history => Assert.Equal(history.Version > 0 ? 1 : 0, history.Attempts.Count));
        Assert.All(histories.SelectMany(history => history.Attempts), attempt => Assert.Single(attempt.Outcomes));
        Assert.All(histories.Skip(Old), history => Assert.Single(history.Attempts));
        return histories.Take(Old).Count(history => history.Attempts.Count > 0);
    }

    private async Task FillAsync(string? marks = null, string runs = "run")
    {
        await using var journal = await OpenAsync(marks: marks);
        var run = Sample.Run with { StartedAt = Sample.At(-5_000) };
        await journal.BeginRunAsync(run with { RunId = runs + "-old" }, Stop);
        await journal.BeginRunAsync(run with { RunId = runs + "-kept" }, Stop);
        await Task.WhenAll(Enumerable.Range(0, Old + Kept).Select(async number =>
        {
            var isOld = number < Old;
            var id = string.Create(CultureInfo.InvariantCulture, $"{runs}-{number}");
            Assert.True(await journal.ClaimAsync(new(runs == "run" ? KeyOf(number) : Sample.Key(number, runs), 0, Sample.Attempt(id, runs + (isOld ? "-old" : "-kept"), at: -4_900)), Stop));
            var outcome = Sample.Outcome(isOld ? ResendStatus.Accepted : ResendStatus.Unknown, at: -4_800) with { ErrorMessage = new string('x', 200) };
            Assert.True(await journal.SettleAsync(id, outcome, null, Stop));
        }));
    }
}
