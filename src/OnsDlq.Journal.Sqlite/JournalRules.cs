namespace OnsDlq.Journal.Sqlite;

/// <summary>What a journal file is held to; tests shorten and bend it.</summary>
internal sealed record JournalRules
{
    /// <summary>How long a write waits for other processes before it gives up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the folding in of the log waits for other processes at the end.</summary>
    public TimeSpan FoldTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many frames the log may have before it is folded in: some 16 MiB, for pages are written over and over before they go into the file.
    /// </summary>
    public int LongLog { get; init; } = 4096;

    /// <summary>Told where the writing thread is.</summary>
    public Action<JournalStep> Step { get; init; } = _ => { };

    /// <summary>Tells whether a file, or the folder in which it is made, lies on a network file system.</summary>
    public Func<string, bool> IsOnNetwork { get; init; } = NetworkFileSystem.Is;

    /// <summary>The tables.</summary>
    public JournalSchema Schema { get; init; } = JournalSchema.Current;
}
