using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Shared by tests that start with a journal in a new file, open and with a run begun.</summary>
public abstract class OpenJournal : IAsyncLifetime
{
    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected TestFolder Folder { get; } = new();

    private protected SqliteJournal Journal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Journal = (SqliteJournal)(await new SqliteJournalOpener().OpenAsync(Folder.File(), Stop)).Journal;
        await Journal.BeginRunAsync(Sample.Run, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
