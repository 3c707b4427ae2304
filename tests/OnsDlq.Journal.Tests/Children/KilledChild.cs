using System.Diagnostics;
using System.Globalization;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that sends one message after another, makes a checkpoint now and then and at its end, and kills itself at one step.</summary>
internal static class KilledChild
{
    /// <summary>The beginning of the role's name; the step, how often it is passed before, and the length of the outcomes' texts follow.</summary>
    public const string Role = "killed at ";

    private const int Messages = 12;

    /// <summary>The role of a child that is killed at a step.</summary>
    public static string At(JournalStep step, int after, int text = 0) => string.Create(CultureInfo.InvariantCulture, $"{Role}{step} {after} {text}");

    /// <summary>Runs such a child to its end; gives what it claimed, and was told so, before it was killed.</summary>
    public static async Task<SortedSet<string>> KillAsync(
        JournalStep step, int after, string path, CancellationToken cancellationToken, string name = "child", int text = 0)
    {
        using var child = await ChildProcess.StartAsync(At(step, after, text), path, name, cancellationToken);
        await child.BeginAsync();
        return new(
            from line in await child.ReadAllAsync(cancellationToken)
            let words = line.Split(' ')
            where words is ["claimed", _]
            select words[1],
            StringComparer.Ordinal);
    }

    public static async Task RunAsync(string role, string path, string name)
    {
        var words = role[Role.Length..].Split(' ');
        var (fatal, left) = (Enum.Parse<JournalStep>(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture));
        var text = int.Parse(words[2], CultureInfo.InvariantCulture) is > 0 and var length ? new string('x', length) : null;
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

            var outcome = Sample.Outcome(ResendStatus.Accepted) with { ErrorMessage = text };
            await journal.SettleAsync(id, outcome, null, CancellationToken.None);
        }
    }
}
