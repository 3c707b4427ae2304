using OnsDlq.Journal.Tests.Postgres;
using OnsDlq.Journal.Tests.Sqlite;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>From a file to a database.</summary>
public sealed class SqliteToPostgresTests : MoveContract
{
    private readonly TestFolder _folder = new();

    private protected override Task<IResendJournal> OpenSourceAsync() => _folder.OpenJournalAsync("source.db");

    private protected override async Task<IResendJournal> OpenDestinationAsync() => await (await TestSchema.MakeAsync()).OpenAsync();

    private protected override Task<IResendJournal> OpenThirdAsync() => OpenDestinationAsync();

    private protected override void CleanUp() => _folder.Dispose();
}
