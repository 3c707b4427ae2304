using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>The gaps of a journal: a row for each time that a person decided to use it again although something is missing.</summary>
internal static class GapRows
{
    /// <summary>Adds one.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="place">Where the journal is.</param>
    /// <param name="gap">The gap.</param>
    /// <param name="isOfServer">Whether a person has accepted another server, or another state of it: the marks of before do not count any more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<int> AddAsync(
        NpgsqlConnection connection, Place place, JournalGap gap, bool isOfServer, CancellationToken cancellationToken) => Sql.ExecuteAsync(
        connection, $"INSERT INTO {place.Table("gap")} (found, until, repaired_at, repaired_by, reason, of_server) VALUES ($1, $2, $3, $4, $5, $6)",
        cancellationToken, gap.Found, gap.Until, gap.RepairedAt, gap.By, gap.Reason, isOfServer);

    /// <summary>Adds the gap of another journal, unless it came before.</summary>
    public static async Task AddOnceAsync(NpgsqlConnection connection, Place place, JournalGap gap, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(connection, place, cancellationToken).ConfigureAwait(false);
        if (!known.Exists(other => IsSame(other, gap)))
            await AddAsync(connection, place, gap, isOfServer: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All gaps, the newest first.</summary>
    public static Task<List<JournalGap>> ReadAsync(NpgsqlConnection connection, Place place, CancellationToken cancellationToken) => Sql.ReadAsync(
        connection, $"SELECT found, until, repaired_at, repaired_by, reason FROM {place.Table("gap")} ORDER BY number DESC",
        row => new JournalGap(row.Text(0), row.Time(1), row.Time(2), row.Text(3), row.Text(4)), cancellationToken);

    // Times are kept to the ms in every kind of journal.
    private static bool IsSame(JournalGap one, JournalGap other) =>
        one.Until.ToUnixTimeMilliseconds() == other.Until.ToUnixTimeMilliseconds()
        && one.RepairedAt.ToUnixTimeMilliseconds() == other.RepairedAt.ToUnixTimeMilliseconds();
}
