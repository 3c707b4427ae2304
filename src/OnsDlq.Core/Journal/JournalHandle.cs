namespace OnsDlq.Journal;

/// <summary>One user's hold on an open journal, which is closed with the last of them.</summary>
/// <remarks>May be disposed of from any thread, and more than once.</remarks>
internal sealed class JournalHandle(PooledJournal pooled, IResendJournal journal, bool isNew) : IDisposable
{
    private int _released;

    /// <summary>The journal; not to be used after this was disposed of.</summary>
    public IResendJournal Journal { get; } = journal;

    /// <summary>The journal did not exist before this use: what was resent earlier is not known to it.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>What is worth a warning about the journal; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>A further handle, for another user; null where this one has ended and the journal with it.</summary>
    public JournalHandle? TryShare() => pooled.TryShare();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) pooled.Release();
    }
}
