namespace OnsDlq.Journal.Sqlite;

/// <summary>What a journal file is held to; tests shorten and bend it.</summary>
internal sealed record JournalRules
{
    /// <summary>How long a write waits for other processes before it gives up.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tells whether a folder lies on a network file system.</summary>
    public Func<string, bool> IsOnNetwork { get; init; } = NetworkFolder.Is;

    /// <summary>The tables.</summary>
    public JournalSchema Schema { get; init; } = JournalSchema.Current;
}
