using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Sqlite;

namespace OnsDlq.Journal.Tests.Contract;

/// <summary>The journal in a SQLite file keeps the contract.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    private readonly TestFolder _folder = new();

    private protected override async Task<IResendJournal> OpenAsync(CancellationToken cancellationToken) =>
        (await new SqliteJournalOpener().OpenAsync(_folder.File(), cancellationToken)).Journal;

    private protected override ValueTask CleanUpAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
