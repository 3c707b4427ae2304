using OnsDlq.Connection;
using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

/// <summary>Opens one journal in memory as often as it is asked to; what it holds outlives being closed, as a file does.</summary>
/// <param name="journal">The journal.</param>
internal sealed class MemoryJournalOpener(IResendJournal journal)
{
    private int _opened;

    /// <summary>How often it was opened.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Whether the journal is there.</summary>
    public bool Exists { get; set; } = true;

    /// <summary>Thrown in place of opening it; null for none.</summary>
    public JournalException? Fault { get; set; }

    /// <summary>What a connection works with: the journal given, or one of its own.</summary>
    public static ConnectionJournal Connect(IResendJournal? journal = null) => new MemoryJournalOpener(journal ?? new MemoryJournal()).Connect();

    /// <summary>What a connection works with.</summary>
    /// <param name="throwaway">Whether it is that of a rehearsal.</param>
    public ConnectionJournal Connect(bool throwaway) =>
        new(new JournalLocation(JournalKind.Sqlite, journal.Location), () => Exists, new JournalPool((_, _) => OpenAsync())) { IsThrowaway = throwaway };

    /// <summary>What a connection works with.</summary>
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
