using OnsDlq.Journal.Tests.Postgres;

namespace OnsDlq.Journal.Tests.Contract;

/// <summary>The journal in a PostgreSQL database keeps the contract.</summary>
public sealed class PostgresJournalTests : JournalContract
{
    private TestSchema? _schema;

    private protected override async Task<IResendJournal> OpenAsync(CancellationToken cancellationToken) =>
        await (_schema ??= await TestSchema.MakeAsync()).OpenAsync();
}
