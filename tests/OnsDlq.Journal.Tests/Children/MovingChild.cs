using System.Diagnostics;
using System.Globalization;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that moves one file's records to another file, and kills itself after so many commits of either.</summary>
internal static class MovingChild
{
    /// <summary>The beginning of the role's name; the number of commits follows.</summary>
    public const string Role = "moved until ";

    /// <summary>The line that is written where it is not killed.</summary>
    public const string End = "end";

    /// <summary>The role of a child that is killed after so many commits.</summary>
    public static string At(int commits) => string.Create(CultureInfo.InvariantCulture, $"{Role}{commits}");

    public static async Task RunAsync(string role, string source, string destination)
    {
        var left = int.Parse(role[Role.Length..], CultureInfo.InvariantCulture);
        var rules = new JournalRules
        {
            Step = step =>
            {
                if (step == JournalStep.Committed && Interlocked.Decrement(ref left) == 0) Process.GetCurrentProcess().Kill();
            },
        };
        ClaimingChild.Say("ready");
        await Console.In.ReadLineAsync();
        await using (var from = (await new SqliteJournalOpener(rules).OpenAsync(source, CancellationToken.None)).Journal)
        await using (var to = (await new SqliteJournalOpener(rules).OpenAsync(destination, CancellationToken.None)).Journal)
        {
            var mover = new JournalMover(
                (IMovableJournal)from, (IMovableJournal)to, TimeProvider.System, "kim@box",
                () => string.Create(CultureInfo.InvariantCulture, $"move of {Environment.ProcessId}"));
            await mover.MoveAsync(_ => { }, CancellationToken.None);
        }

        ClaimingChild.Say(End);
    }
}
