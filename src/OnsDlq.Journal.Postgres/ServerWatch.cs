using System.Globalization;
using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Makes sure, in every transaction that counts, that the journal is on the server and the timeline that a person has accepted, and that it has
/// not gone back behind what this user has seen.
/// </summary>
/// <param name="place">Where the journal is.</param>
/// <param name="rules">The limits.</param>
/// <param name="marks">The folder of the marks; null for none.</param>
/// <param name="identity">The journal's ID.</param>
internal sealed class ServerWatch(Place place, PostgresRules rules, string? marks, string identity) : IDisposable
{
    private readonly object _gate = new();
    private HighWater? _mark;
    private long _repairs;
    private long _reached;

    /// <summary>Why the mark cannot be kept; null where it is, or is not wanted.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How far the server had got by this user's mark, or by what this process has seen.</summary>
    public long Known
    {
        get { lock (_gate) return Math.Max(_reached, _mark?.Commits ?? 0); }
    }

    /// <summary>The same, where the mark still counts; null where a person has decided since.</summary>
    public long? KnownAt(long repairs)
    {
        lock (_gate) return repairs == _repairs ? Known : null;
    }

    /// <summary>The name of the mark: a person's decision begins a new one.</summary>
    public static string MarkOf(string identity, long repairs) => string.Create(CultureInfo.InvariantCulture, $"{identity}-{repairs}");

    /// <summary>Begins with the state in which the journal is opened, or was accepted.</summary>
    public void Begin(ServerState state)
    {
        lock (_gate)
        {
            _mark?.Dispose();
            (_repairs, _reached) = (state.Repairs, 0);
            _mark = HighWater.Open(marks, MarkOf(identity, state.Repairs));
            Trouble = _mark.Trouble;
        }
    }

    /// <summary>
    /// The first statement of a transaction: what holds for it whatever the default of the database is (it is durable when it is reported, and
    /// bounded in time), and the check of the server, which ends the transaction where it fails. Gives how far the server has got.
    /// </summary>
    public NpgsqlBatchCommand Opening()
    {
        var most = ((long)rules.StatementTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        lock (_gate)
        {
            // The text that is no number makes the error; it has a value of the row, so that it is not looked at while the statement is planned.
            return Sql.Part(
                $"""
                SELECT CASE WHEN current_setting('transaction_isolation') <> 'read committed'
                    THEN ('{PostgresTroubles.Isolated} ' || journal.id)::bigint
                    WHEN journal.system_id = {ServerState.PresentSystem} AND journal.timeline = {ServerState.PresentTimeline}
                        AND ({ServerState.PresentReach} >= $2 OR (SELECT count(*) FROM {place.Table("gap")} WHERE of_server) <> $3)
                    THEN {ServerState.PresentReach} ELSE ('{PostgresTroubles.WentBack} ' || journal.id)::bigint END,
                    set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true),
                    set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $1, true)
                FROM {place.Table("journal")} AS journal
                """,
                most, Known, _repairs);
        }
    }

    /// <summary>Notes how far the server had got, once the transaction is durable.</summary>
    public void Note(long? reached)
    {
        lock (_gate)
        {
            if (reached is not { } now || now <= _reached) return;
            _reached = now;
            _mark?.Note(now);
        }
    }

    /// <summary>Accepts the server as it is, and records the gap; false where nothing is missing.</summary>
    public async Task<bool> AcceptAsync(
        NpgsqlConnection connection, DateTimeOffset until, DateTimeOffset at, string by, string reason, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await PostgresSchema.LockAsync(connection, place, cancellationToken).ConfigureAwait(false);
            var state = await ServerState.ReadAsync(connection, place, cancellationToken).ConfigureAwait(false);
            if (state.Missing(KnownAt(state.Repairs)) is not { } missing) return false;
            await Sql.ExecuteAsync(connection, "SELECT set_config('synchronous_commit', 'on', true)", cancellationToken).ConfigureAwait(false);
            await GapRows.AddAsync(
                connection, place, new(PostgresTroubles.Incomplete(place.Address, missing).Message, until, at, by, reason), isOfServer: true,
                cancellationToken).ConfigureAwait(false);
            await Sql.ExecuteAsync(
                connection,
                $"UPDATE {place.Table("journal")} SET system_id = {ServerState.PresentSystem}, timeline = {ServerState.PresentTimeline}",
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            Begin(state with { Repairs = state.Repairs + 1 });
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate) _mark?.Dispose();
        _mark = null;
    }
}
