using OnsDlq.Connection;
using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

/// <summary>Opens the same journal in memory any number of times; its contents remain after it is closed, as with a file.</summary>
/// <param name="journal">The journal.</param>
internal sealed class MemoryJournalOpener(IResendJournal journal)
{
    private int _opened;

    /// <summary>How often it was opened.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Whether the journal exists.</summary>
    public bool Exists { get; set; } = true;

    /// <summary>Thrown instead of opening it; null for none.</summary>
    public JournalException? Fault { get; set; }

    /// <summary>The journal for a connection: the given one, or a new one.</summary>
    public static ConnectionJournal Connect(IResendJournal? journal = null) => new MemoryJournalOpener(journal ?? new MemoryJournal()).Connect();

    /// <summary>The journal for a connection.</summary>
    /// <param name="throwaway">Whether it is that of a rehearsal.</param>
    public ConnectionJournal Connect(bool throwaway) =>
        new(new JournalLocation(JournalKind.Sqlite, journal.Location), () => Exists, new JournalPool((_, _) => OpenAsync())) { IsThrowaway = throwaway };

    /// <summary>The journal for a connection.</summary>
    public ConnectionJournal Connect() => Connect(throwaway: false);

    private Task<OpenedJournal> OpenAsync()
    {
        if (Fault is not null) throw Fault;
        Interlocked.Increment(ref _opened);
        var isNew = !Exists;
        Exists = true;
        return Task.FromResult(new OpenedJournal(journal, isNew));
    }
}
