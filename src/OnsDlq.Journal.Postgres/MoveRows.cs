using Npgsql;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads and writes the rows of moves to and from other journals.</summary>
/// <param name="place">Where the journal is.</param>
internal sealed class MoveRows(Place place)
{
    /// <summary>
    /// Refuses a change while the journal is sealed or being filled. The lock is what every claim takes, too: a move that begins waits for
    /// transactions that have it, and whoever asks for it later waits for the move, and then sees it.
    /// </summary>
    /// <exception cref="JournalException">It is.</exception>
    public async Task RefuseChangeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await Sql.ExecuteAsync(connection, $"LOCK TABLE {place.Table("attempt")} IN ROW EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
        if (await WhyAsync(connection, cancellationToken).ConfigureAwait(false) is { } why) throw why;
    }

    /// <summary>The error for what a sealed journal, or one that is being filled, refuses; null where it is neither.</summary>
    public async Task<JournalException?> WhyAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ClosedJournal.Why(place.Address, await ReadAsync(connection, cancellationToken).ConfigureAwait(false));

    /// <summary>All moves, oldest first.</summary>
    public async Task<IReadOnlyList<JournalMove>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => await Sql.ReadAsync(
        connection,
        $"SELECT id, direction, journal_id, location, begun_at, begun_by, ended_at, complete FROM {place.Table("move")} ORDER BY number",
        row => new JournalMove(row.Text(0), RecordedValues.Name<MoveDirection>(row.Text(1)), row.Text(2), row.Text(3), row.Time(4), row.Text(5))
        {
            EndedAt = row.TimeOrNull(6),
            IsComplete = row.GetBoolean(7),
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Begins a move, or opens it again; false where another one stands in its way.</summary>
    public async Task<bool> BeginAsync(NpgsqlConnection connection, JournalMove move, CancellationToken cancellationToken)
    {
        await Sql.ExecuteAsync(connection, $"LOCK TABLE {place.Table("attempt")} IN SHARE ROW EXCLUSIVE MODE", cancellationToken).ConfigureAwait(false);
        if (!ClosedJournal.Allows(await ReadAsync(connection, cancellationToken).ConfigureAwait(false), move)) return false;
        await Sql.ExecuteAsync(
            connection,
            $"""
            INSERT INTO {place.Table("move")} (id, direction, journal_id, location, begun_at, begun_by) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id, direction) DO UPDATE SET ended_at = NULL, complete = false
            """,
            cancellationToken, move.MoveId, move.Direction, move.JournalId, move.Location, move.BegunAt, move.By).ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends a move to this journal, and with it, where all has arrived, all that is open between the two journals.</summary>
    public async Task<bool> EndAsync(
        NpgsqlConnection connection, JournalMove move, DateTimeOffset at, bool isComplete, CancellationToken cancellationToken) =>
        await IsOpenAsync(connection, move, "UPDATE", cancellationToken).ConfigureAwait(false) && await Sql.ExecuteAsync(
            connection,
            $"""
            UPDATE {place.Table("move")} SET ended_at = $4, complete = $3
            WHERE ended_at IS NULL AND ((id = $1 AND direction = 'From') OR ($3 AND journal_id = $2))
            """,
            cancellationToken, move.MoveId, move.JournalId, isComplete, at).ConfigureAwait(false) > 0;

    /// <summary>Refuses records of a move to this journal that has ended; it does not end before the transaction does.</summary>
    /// <exception cref="JournalException">It has.</exception>
    public async Task RequireOpenAsync(NpgsqlConnection connection, JournalMove move, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(connection, move, "SHARE", cancellationToken).ConfigureAwait(false)) throw ClosedJournal.Ended(place.Address);
    }

    private async Task<bool> IsOpenAsync(NpgsqlConnection connection, JournalMove move, string kindOfLock, CancellationToken cancellationToken) =>
        await Sql.ScalarAsync(
            connection, $"SELECT 1 FROM {place.Table("move")} WHERE id = $1 AND direction = 'From' AND ended_at IS NULL FOR {kindOfLock}",
            cancellationToken, move.MoveId).ConfigureAwait(false) is not null;

    /// <summary>Gives all open moves up, and records the gap; false where none is open.</summary>
    public async Task<bool> GiveUpAsync(
        NpgsqlConnection connection, DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken)
    {
        if (await WhyAsync(connection, cancellationToken).ConfigureAwait(false) is not { } why) return false;
        await GapRows.AddAsync(connection, place, new(why.Message, until, at, by, reason), isOfServer: false, cancellationToken).ConfigureAwait(false);
        await Sql.ExecuteAsync(connection, $"UPDATE {place.Table("move")} SET ended_at = $1 WHERE ended_at IS NULL", cancellationToken, at)
            .ConfigureAwait(false);
        return true;
    }
}
