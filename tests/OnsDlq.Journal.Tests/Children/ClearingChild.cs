using System.Diagnostics;
using System.Globalization;
using OnsDlq.Journal.Sqlite;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that deletes old records, and kills itself at one step.</summary>
internal static class ClearingChild
{
    /// <summary>The beginning of the role's name; the step, how often it is passed before, and the limit (ms) follow.</summary>
    public const string Role = "cleared until ";

    /// <summary>The line that is written where it is not killed.</summary>
    public const string End = "end";

    /// <summary>The role of a child that is killed at a step.</summary>
    public static string At(JournalStep step, int after, DateTimeOffset before) =>
        string.Create(CultureInfo.InvariantCulture, $"{Role}{step} {after} {before.ToUnixTimeMilliseconds()}");

    public static async Task RunAsync(string role, string path)
    {
        var words = role[Role.Length..].Split(' ');
        var (fatal, left) = (Enum.Parse<JournalStep>(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture));
        var rules = new JournalRules
        {
            LongLog = 30,
            Step = step =>
            {
                if (step == fatal && left-- == 0) Process.GetCurrentProcess().Kill();
            },
        };
        await using (var journal = (await new SqliteJournalOpener(rules).OpenAsync(path, CancellationToken.None)).Journal)
        {
            ClaimingChild.Say("ready");
            await Console.In.ReadLineAsync();
            var before = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(words[2], CultureInfo.InvariantCulture));
            await foreach (var part in journal.ClearAsync(before, isTrial: false, CancellationToken.None))
                ClaimingChild.Say(part.Attempts.ToString(CultureInfo.InvariantCulture));
        }

        ClaimingChild.Say(End);
    }
}
