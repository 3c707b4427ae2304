using OnsDlq.Journal.Tests.Sqlite;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>From one file to another.</summary>
public sealed class SqliteToSqliteTests : MoveContract
{
    private readonly TestFolder _folder = new();

    private protected override Task<IResendJournal> OpenSourceAsync() => _folder.OpenJournalAsync("source.db");

    private protected override Task<IResendJournal> OpenDestinationAsync() => _folder.OpenJournalAsync("destination.db");

    private protected override Task<IResendJournal> OpenThirdAsync() => _folder.OpenJournalAsync("third.db");

    private protected override void CleanUp() => _folder.Dispose();
}
