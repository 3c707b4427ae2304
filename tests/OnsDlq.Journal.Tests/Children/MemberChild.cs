using System.Globalization;
using OnsDlq.Holders;
using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Children;

/// <summary>A process of one member of a group that shares a journal; it does what it is told, and answers with a line.</summary>
internal static class MemberChild
{
    /// <summary>Opens the journal as one for a group, and so creates it.</summary>
    public const string Founder = "founder";

    /// <summary>Opens the journal as it is.</summary>
    public const string Member = "member";

    public static async Task RunAsync(string role, string path, string name)
    {
        // The run of one process; a user may have several.
        name = string.Create(CultureInfo.InvariantCulture, $"{name}-{Environment.ProcessId}");
        try
        {
            await using var journal = (await new SqliteJournalOpener().OpenAsync(path, CancellationToken.None, isShared: role == Founder)).Journal;
            await journal.BeginRunAsync(Sample.Run with { RunId = name, Holder = HolderIdentity.OfThisProcess.Current }, CancellationToken.None);
            ClaimingChild.Say("ready");
            while (await Console.In.ReadLineAsync() is { } line) ClaimingChild.Say(await DoAsync(journal, name, line.Split(' ')));
        }
        catch (JournalException exception)
        {
            ClaimingChild.Say($"{exception.Id}: {exception.Message}");
        }
    }

    private static async Task<string> DoAsync(IResendJournal journal, string name, string[] words)
    {
        var key = Sample.Key(int.Parse(words[1], CultureInfo.InvariantCulture));
        var history = (await journal.ReadAsync([key], CancellationToken.None))[0];
        var now = TimeProvider.System.GetUtcNow();
        if (words[0] == "claim")
        {
            var attempt = Sample.Attempt($"{name}-{words[1]}", name) with
            {
                Holder = HolderIdentity.OfThisProcess.Current,
                ClaimedAt = now,
                SignedAt = now,
                LeaseUntil = now.AddMinutes(1),
            };
            return await journal.ClaimAsync(new(key, history.Version, attempt), CancellationToken.None) ? "claimed" : "refused";
        }

        var watch = new ClaimWatch(HolderIdentity.OfThisProcess.IsProvenDead, TimeProvider.System, clock: null);
        var last = history.Attempts[^1];
        if (words[0] == "settle") await journal.SettleAsync(last.AttemptId, watch.Abandonment(last), history.Version, CancellationToken.None);
        return words[0] == "settle" ? "settled" : last.Outcomes.Count > 0 ? $"{last.Outcomes[^1].Status}" : watch.IsAbandoned(last) ? "abandoned" : "held";
    }
}
