using OnsDlq.Journal.Sqlite;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Shared by tests that have a folder of their own, in which they make and open journals.</summary>
public abstract class OwnFolder : IAsyncDisposable
{
    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    private protected TestFolder Folder { get; } = new();

    public virtual ValueTask DisposeAsync()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens a journal; by default that of the folder, without marks and by the usual rules.</summary>
    private protected async Task<SqliteJournal> OpenAsync(string? path = null, string? marks = null, JournalRules? rules = null) =>
        (SqliteJournal)(await new SqliteJournalOpener(rules ?? new()).OpenAsync(path ?? Folder.File(), Stop, marks)).Journal;
}
