using OnsDlq.Journal.Sqlite;
using OnsDlq.Journal.Tests.Samples;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>Shared by tests that start with a journal in a new file, open and with a run begun.</summary>
public abstract class OpenJournal : OwnFolder, IAsyncLifetime
{
    private protected SqliteJournal Journal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Journal = await OpenAsync();
        await Journal.BeginRunAsync(Sample.Run, Stop);
    }

    public override async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
