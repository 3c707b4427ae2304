namespace OnsDlq.Journal;

/// <summary>A ref-counted handle to an open journal, which is closed with its last handle.</summary>
/// <remarks>Dispose may be called from any thread, and more than once.</remarks>
internal sealed class JournalHandle(PooledJournal pooled, IResendJournal journal, bool isNew) : IDisposable
{
    private int _released;

    /// <summary>The journal; not to be used after this handle was disposed of.</summary>
    public IResendJournal Journal { get; } = journal;

    /// <summary>The journal was created by this use: it knows of no earlier resends.</summary>
    public bool IsNew { get; } = isNew;

    /// <summary>A warning about the journal; null for none.</summary>
    public string? Warning { get; init; }

    /// <summary>Another handle to the same journal; null where the journal was closed.</summary>
    public JournalHandle? TryShare() => pooled.TryShare();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0) pooled.Release();
    }
}
