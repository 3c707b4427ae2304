using System.Globalization;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process that claims messages and writes each acknowledged claim to a separate line.</summary>
internal static class ClaimingChild
{
    /// <summary>Claims messages 0 to 299, each once.</summary>
    public const string Some = "some";

    /// <summary>Claims and settles its own messages without end.</summary>
    public const string Endless = "endless";

    private const int InFlight = 16;

    private static readonly object Output = new();

    public static async Task RunAsync(string role, string path, string name)
    {
        await using var journal = (await new SqliteJournalOpener().OpenAsync(path, CancellationToken.None)).Journal;
        await journal.BeginRunAsync(Sample.Run with { RunId = name }, CancellationToken.None);
        Say("ready");
        await Console.In.ReadLineAsync();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); role == Endless || number < 300; number = Interlocked.Increment(ref next))
                await ClaimAsync(journal, role, name, number);
        })));
    }

    private static async Task ClaimAsync(IResendJournal journal, string role, string name, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        var key = role == Endless ? Sample.Key(number, name) : Sample.Key(number);
        if (!await journal.ClaimAsync(new(key, 0, Sample.Attempt(id, name)), CancellationToken.None)) return;
        Say("claimed " + id);
        if (role != Endless) return;
        await journal.SettleAsync(id, Sample.Outcome(ResendStatus.Accepted), null, CancellationToken.None);
        Say("settled " + id);
    }

    public static void Say(string line)
    {
        lock (Output)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
