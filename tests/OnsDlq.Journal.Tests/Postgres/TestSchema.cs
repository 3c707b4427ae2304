using System.Globalization;
using OnsDlq.Journal.Postgres;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A schema of one test, in the database of the server that the tests share.</summary>
internal sealed class TestSchema
{
    private static int _count;

    private readonly PostgresServer _server;

    private TestSchema(PostgresServer server, PostgresRules rules) => (_server, Rules) = (server, rules);

    public PostgresRules Rules { get; }

    public string Name => Rules.Schema;

    public JournalLocation Location => JournalLocation.Parse(_server.Uri());

    /// <summary>For a connection of the test itself.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_server.Port};Username=postgres;Database=postgres;Pooling=false");

    /// <summary>The journal for another role.</summary>
    public JournalLocation LocationOf(string role) => JournalLocation.Parse(_server.Uri(user: role));

    /// <summary>Makes the name of one; the journal makes the schema itself. Skips the test where the machine has no PostgreSQL.</summary>
    public static async Task<TestSchema> MakeAsync(PostgresRules? rules = null, PostgresServer? server = null) => new(
        server ?? await PostgresServer.SharedAsync(TestContext.Current.CancellationToken),
        (rules ?? new()) with { Schema = string.Create(CultureInfo.InvariantCulture, $"Test {Interlocked.Increment(ref _count)}") });

    /// <summary>Opens the journal.</summary>
    public async Task<IResendJournal> OpenAsync() =>
        (await new PostgresJournalOpener(Rules).OpenAsync(Location, TestContext.Current.CancellationToken)).Journal;

    /// <summary>Runs a statement as the superuser.</summary>
    public Task<string> SqlAsync(string sql) => _server.SqlAsync(sql, TestContext.Current.CancellationToken);

    /// <summary>Counts from now on the transactions that claim or settle.</summary>
    public Task CountTransactionsAsync() => SqlAsync(
        $"""
        CREATE TABLE "{Name}".writer (id bigint);
        CREATE FUNCTION "{Name}".count_writer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO "{Name}".writer VALUES (txid_current()); RETURN NEW; END $$;
        CREATE TRIGGER count_writer AFTER INSERT ON "{Name}".attempt FOR EACH ROW EXECUTE FUNCTION "{Name}".count_writer();
        CREATE TRIGGER count_writer AFTER INSERT ON "{Name}".outcome FOR EACH ROW EXECUTE FUNCTION "{Name}".count_writer();
        """);

    /// <summary>How many there were.</summary>
    public async Task<int> TransactionsAsync() =>
        int.Parse(await SqlAsync($"SELECT count(DISTINCT id) FROM \"{Name}\".writer"), CultureInfo.InvariantCulture);
}
