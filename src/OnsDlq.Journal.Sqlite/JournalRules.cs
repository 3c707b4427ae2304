namespace OnsDlq.Journal.Sqlite;

/// <summary>The limits and checks for a journal file; tests replace some of them.</summary>
internal sealed record JournalRules
{
    /// <summary>How long a write waits for other processes before it gives up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a settlement waits for the sender's next claim, which most often follows at once, so that both take one commit. The next request
    /// leaves only after both in any case.
    /// </summary>
    public TimeSpan SettlementWait { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How long the last checkpoint, at closing, waits for other processes.</summary>
    public TimeSpan FoldTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many frames the log may have before a checkpoint: about 16 MiB, since it is cheaper to bring a page into the file once after many
    /// changes.
    /// </summary>
    public int LongLog { get; init; } = 4096;

    /// <summary>Called at each step of the writing thread.</summary>
    public Action<JournalStep> Step { get; init; } = _ => { };

    /// <summary>Tells whether a file, or the folder in which it is created, is on a network file system.</summary>
    public Func<string, bool> IsOnNetwork { get; init; } = NetworkFileSystem.Is;

    public JournalSchema Schema { get; init; } = JournalSchema.Current;
}
