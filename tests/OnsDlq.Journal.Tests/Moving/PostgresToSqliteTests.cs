using OnsDlq.Journal.Tests.Postgres;
using OnsDlq.Journal.Tests.Sqlite;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>From a database to a file.</summary>
public sealed class PostgresToSqliteTests : MoveContract
{
    private readonly TestFolder _folder = new();
    private TestSchema? _schema;

    private protected override async Task<IResendJournal> OpenSourceAsync() => await (_schema ??= await TestSchema.MakeAsync()).OpenAsync();

    private protected override Task<IResendJournal> OpenDestinationAsync() => _folder.OpenJournalAsync("destination.db");

    private protected override Task<IResendJournal> OpenThirdAsync() => _folder.OpenJournalAsync("third.db");

    private protected override void CleanUp() => _folder.Dispose();
}
