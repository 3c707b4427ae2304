using OnsDlq.Journal;
using OnsDlq.Journal.Postgres;
using OnsDlq.Journal.Sqlite;
using OnsDlq.TestKit.Journal;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>A journal that is empty at the start and is deleted afterwards.</summary>
internal sealed class BenchJournal : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;

    private BenchJournal(IResendJournal journal, DirectoryInfo? folder) => (Journal, _folder) = (journal, folder);

    /// <summary>The journal.</summary>
    public IResendJournal Journal { get; }

    /// <summary>One in memory.</summary>
    public static Task<BenchJournal> InMemoryAsync() => Task.FromResult(new BenchJournal(new MemoryJournal(), null));

    /// <summary>One in a SQLite file, as durable as a user's. Set TMPDIR to a folder on a disk: a folder in memory would be too fast.</summary>
    public static async Task<BenchJournal> InSqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("onsdlq-bench-");
        return new((await new SqliteJournalOpener().OpenAsync(Path.Combine(folder.FullName, "journal.db"), CancellationToken.None)).Journal, folder);
    }

    /// <summary>One in a new database of a server.</summary>
    public static async Task<BenchJournal> InPostgresAsync(PostgresServer server)
    {
        var address = server.Uri(await server.MakeDatabaseAsync(CancellationToken.None));
        return new((await new PostgresJournalOpener().OpenAsync(JournalLocation.Parse(address), CancellationToken.None)).Journal, null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
