using Npgsql;
using OnsDlq.Messages;

namespace OnsDlq.Journal.Postgres;

/// <summary>All reading of a journal, with and without the right to write to it.</summary>
/// <param name="place">Where it is.</param>
/// <param name="links">The connections.</param>
/// <param name="known">Gives how far the server had got by this user's mark; is told the journal's ID and how often a person has accepted a change.</param>
internal sealed class PostgresReads(Place place, Links links, Func<string, long, long?> known)
{
    private readonly HistoryRows _histories = new(place);
    private readonly AttemptPages _attempts = new(place, links);
    private readonly RunRows _runs = new(place);
    private readonly BlockRows _blocks = new(place);
    private readonly BookmarkRows _bookmarks = new(place);

    public Task<IReadOnlyList<MessageHistory>> HistoriesAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        links.ReadAsync(connection => _histories.ReadAsync(connection, keys, cancellationToken), cancellationToken);

    public IAsyncEnumerable<RecordedAttempt> AttemptsAsync(AttemptQuery query, CancellationToken cancellationToken) =>
        _attempts.ReadAllAsync(query, cancellationToken);

    public Task<IReadOnlyList<RecordedBlock>> BlocksAsync(BlockQuery query, CancellationToken cancellationToken) =>
        links.ReadAsync(connection => _blocks.ReadAsync(connection, query, cancellationToken), cancellationToken);

    public IAsyncEnumerable<RecordedRun> RunsAsync(string? runId, CancellationToken cancellationToken) =>
        _runs.ReadAllAsync(runId, links, cancellationToken);

    public Task<Bookmark?> BookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) =>
        links.ReadAsync(connection => _bookmarks.ReadAsync(connection, key, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<RecordedBookmark>> BookmarksAsync(CancellationToken cancellationToken) =>
        links.ReadAsync(connection => _bookmarks.ReadAllAsync(connection, cancellationToken), cancellationToken);

    public Task<Canary?> CanaryAsync(QueueKey queue, CancellationToken cancellationToken) =>
        links.ReadAsync(connection => new CanaryRows(place).NewestAsync(connection, queue, cancellationToken), cancellationToken);

    /// <summary>The journal's ID.</summary>
    public static async Task<string> IdentityAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken) =>
        (string)(await Sql.ScalarAsync(connection, $"SELECT id FROM {place.Table("journal")}", cancellationToken).ConfigureAwait(false))!;

    /// <summary>The description of the journal that users see.</summary>
    public Task<ResendJournal> DescribeAsync(CancellationToken cancellationToken) => links.ReadAsync(
        async connection =>
        {
            var gaps = await GapRows.ReadAsync(connection, place, cancellationToken).ConfigureAwait(false);
            var others = await Sql.ReadAsync(
                connection,
                """
                SELECT DISTINCT substr(application_name, 8) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'OnsDlq %' AND application_name <> current_setting('application_name')
                ORDER BY 1
                """,
                row => row.Text(0), cancellationToken).ConfigureAwait(false);
            var trouble = await TroubleAsync(connection, cancellationToken).ConfigureAwait(false);
            var found = await Sql.ReadAsync(
                connection,
                $"""
                SELECT id, version,
                    (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace($1)::oid)
                FROM {place.Table("journal")}
                """,
                row => new ResendJournal(place.Address)
                {
                    JournalId = row.Text(0),
                    Schema = row.GetInt32(1),
                    Size = row.GetInt64(2),
                    Trouble = trouble,
                    OpenedBy = new(others),
                    Gaps = new(gaps),
                },
                cancellationToken, place.Schema).ConfigureAwait(false);
            return found.Count == 1 ? found[0] : throw new InvalidDataException("it has no ID.");
        },
        cancellationToken);

    /// <summary>Why nothing is sent with the journal until a person has decided; null where that is not so.</summary>
    public async Task<string?> TroubleAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var identity = await IdentityAsync(connection, place, cancellationToken).ConfigureAwait(false);
        var state = await ServerState.ReadAsync(connection, place, cancellationToken).ConfigureAwait(false);
        if (state.Missing(known(identity, state.Repairs)) is { } missing) return PostgresTroubles.Incomplete(place.Address, missing).Message;

        // A journal of an older version has no such table, and whoever may only read cannot bring it up to date.
        var table = await Sql.ScalarAsync(connection, "SELECT to_regclass($1)::text", cancellationToken, place.Table("move")).ConfigureAwait(false);
        return table is null ? null : (await new MoveRows(place).WhyAsync(connection, cancellationToken).ConfigureAwait(false))?.Message;
    }

    /// <summary>The command that copies a journal.</summary>
    public static string DumpCommand(Place place) => $"pg_dump --schema={place.SchemaName} --format=custom --file=FILE '{place.Address}'";
}
