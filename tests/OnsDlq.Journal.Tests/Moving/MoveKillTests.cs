using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Journal.Tests.Children;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Journal.Tests.Sqlite;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>A process that moves a journal is killed (SIGKILL) after each of its commits.</summary>
public sealed class MoveKillTests
{
    private const int Messages = 603;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Until a child comes to its end, none of the two journals is open to claims without knowing everything.</summary>
    [Fact]
    public async Task Killed_after_any_commit_no_journal_takes_claims_that_does_not_know_all()
    {
        using var folder = new TestFolder();
        List<string> whole;
        await using (var source = await folder.OpenJournalAsync("first.db"))
        {
            await source.BeginRunAsync(Sample.Run, Stop);
            await Task.WhenAll(Enumerable.Range(0, Messages).Select(number => SendAsync(source, number)));
            whole = await JournalContent.OfAsync(source, Stop);
        }

        var ended = false;
        var found = new List<string>();
        for (var commits = 1; !ended; commits++)
        {
            var (from, to) = (Name("source", commits), Name("destination", commits));
            File.Copy(folder.File("first.db"), folder.File(from));
            ended = await MoveAsync(folder, from, to, commits);
            found.Add(await JudgeAsync(folder, from, to));
            await using var source = await folder.OpenJournalAsync(from);
            await using var destination = await folder.OpenJournalAsync(to);
            var again = new JournalMover((IMovableJournal)source, (IMovableJournal)destination, TimeProvider.System, "kim@box", () => from);
            await again.MoveAsync(_ => { }, Stop);
            Assert.Equal(whole, await JournalContent.OfAsync(destination, Stop));
            Assert.True(await ClaimAsync(destination));
        }

        // Every state that there is on the way was seen.
        Assert.Equal(["open, being filled", "moved, being filled", "moved, open"], found.Distinct());
    }

    private static string Name(string what, int commits) => string.Create(CultureInfo.InvariantCulture, $"{what}-{commits}.db");

    private static async Task SendAsync(IResendJournal journal, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"a{number}");
        await journal.ClaimAsync(new(Sample.Key(number), 0, Sample.Attempt(id)), Stop);
        await journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, Stop);
    }

    private static async Task<bool> MoveAsync(TestFolder folder, string from, string to, int commits)
    {
        using var child = await ChildProcess.StartAsync(MovingChild.At(commits), folder.File(from), folder.File(to), Stop);
        await child.BeginAsync();
        return await child.ReadAsync(Stop) == MovingChild.End;
    }

    private static async Task<string> JudgeAsync(TestFolder folder, string from, string to)
    {
        await using var source = await folder.OpenJournalAsync(from);
        var left = await StateAsync(source);
        await using var destination = await folder.OpenJournalAsync(to);
        var known = (await JournalContent.CountAsync((IMovableJournal)destination, Stop)).Attempts;
        var came = await StateAsync(destination);
        Assert.False(came == "open" && known != Messages, $"It takes claims and knows {known} of {Messages}.");
        return $"{left}, {came}";
    }

    // Asked with a claim that cannot be made: its run is not there.
    private static async Task<string> StateAsync(IResendJournal journal)
    {
        try
        {
            await journal.ClaimAsync(new(Sample.Key(), 99, Sample.Attempt("x", "no run")), Stop);
            return "open";
        }
        catch (JournalException exception) when (exception.Id is ErrorId.JournalMoved or ErrorId.JournalMoveUnfinished)
        {
            return exception.Id == ErrorId.JournalMoved ? "moved" : "being filled";
        }
    }

    private static Task<bool> ClaimAsync(IResendJournal journal) => journal.ClaimAsync(new(Sample.Key(99_999), 0, Sample.Attempt("later")), Stop);
}
