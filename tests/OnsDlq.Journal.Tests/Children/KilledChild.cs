using System.Diagnostics;
using System.Globalization;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that sends one message after another, makes a checkpoint now and then and at its end, and kills itself at one step.</summary>
internal static class KilledChild
{
    /// <summary>The beginning of the role's name; the step follows, and how often it is passed before.</summary>
    public const string Role = "killed at ";

    private const int Messages = 12;

    /// <summary>The role of a child that is killed at a step.</summary>
    public static string At(JournalStep step, int after) => string.Create(CultureInfo.InvariantCulture, $"{Role}{step} {after}");

    public static async Task RunAsync(string role, string path, string name)
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
        await using var journal = (await new SqliteJournalOpener(rules).OpenAsync(path, CancellationToken.None)).Journal;
        ClaimingChild.Say("ready");
        await Console.In.ReadLineAsync();
        await journal.BeginRunAsync(Sample.Run with { RunId = name }, CancellationToken.None);
        for (var number = 0; number < Messages; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            if (!await journal.ClaimAsync(new(Sample.Key(number, name), 0, Sample.Attempt(id, name)), CancellationToken.None)) continue;
            ClaimingChild.Say("claimed " + id);
            await journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, CancellationToken.None);
        }
    }
}
