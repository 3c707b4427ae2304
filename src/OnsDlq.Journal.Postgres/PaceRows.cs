using Npgsql;
using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Reads and writes the rows of paces: the next free slot, and the state of throttling. All times in ticks of 100 ns (since 1970-01-01 UTC), on
/// the server's clock: those of the machines that share a pace may differ.
/// </summary>
/// <param name="place">Where the journal is.</param>
/// <param name="clock">Converts times between this machine's clock and the server's.</param>
/// <param name="time">This machine's clock.</param>
internal sealed class PaceRows(Place place, ServerClock clock, TimeProvider time)
{
    /// <summary>Takes slots, in one statement: whoever comes at the same time waits for it, and gets the next ones.</summary>
    public async Task<DateTimeOffset> TakeAsync(
        NpgsqlConnection connection, PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (at, length) = (clock.ToServer(now).Ticks, count * interval.Ticks);
        var asked = time.GetUtcNow();
        var taken = await Sql.ReadAsync(
            connection,
            $"""
            INSERT INTO {place.Table("pace")} AS pace (account, realm, action, next_slot) VALUES ($1, $2, $3, $4 + $5)
            ON CONFLICT (account, realm, action) DO UPDATE
                SET next_slot = $5 + CASE WHEN pace.next_slot > $4 AND pace.next_slot - $4 <= $6 THEN pace.next_slot ELSE $4 END
            RETURNING next_slot, clock_timestamp()
            """,
            row => (After: row.GetInt64(0), Now: row.Time(1)), cancellationToken,
            key.Account, key.Realm, key.Action, at, length, PaceRule.Furthest(interval).Ticks).ConfigureAwait(false);
        var slot = clock.ToLocal(new(taken[0].After - length));
        clock.Note(taken[0].Now, asked, time.GetUtcNow());
        return slot;
    }

    /// <summary>Reads the state.</summary>
    public async Task<PaceState> ReadAsync(NpgsqlConnection connection, PaceKey key, CancellationToken cancellationToken)
    {
        var found = await Sql.ReadAsync(
            connection, $"SELECT slowed_to, hold_until, changed_at FROM {place.Table("pace")} WHERE account = $1 AND realm = $2 AND action = $3",
            row => (Slowed: new TimeSpan(row.GetInt64(0)), Hold: new TimeSpan(row.GetInt64(1)), Changed: new TimeSpan(row.GetInt64(2))),
            cancellationToken, key.Account, key.Realm, key.Action).ConfigureAwait(false);
        if (found.Count == 0 || found[0] == default) return PaceState.Free;
        var (slowed, hold, changed) = found[0];
        return slowed >= TimeSpan.Zero && slowed <= PaceRule.SlowestInterval
            ? new(slowed, clock.ToLocal(hold), clock.ToLocal(changed))
            : throw new InvalidDataException("A pace has an impossible interval.");
    }

    /// <summary>The paces that throttling has slowed.</summary>
    public async Task<IReadOnlyList<MovedPace>> ReadSlowedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var keys = await Sql.ReadAsync(
            connection, $"SELECT account, realm, action FROM {place.Table("pace")} WHERE slowed_to > 0 OR hold_until > 0",
            row => new PaceKey(row.Text(0), row.Text(1), row.Text(2)), cancellationToken).ConfigureAwait(false);
        var slowed = new List<MovedPace>();
        foreach (var key in keys) slowed.Add(new(key, await ReadAsync(connection, key, cancellationToken).ConfigureAwait(false)));
        return slowed;
    }

    /// <summary>Changes the state if it is the expected one.</summary>
    public async Task<bool> ChangeAsync(
        NpgsqlConnection connection, PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken)
    {
        var (old, next) = (Ticks(expected), Ticks(state));
        var changed = await Sql.ExecuteAsync(
            connection,
            $"""
            INSERT INTO {place.Table("pace")} AS pace (account, realm, action, slowed_to, hold_until, changed_at)
            SELECT $1, $2, $3, $4, $5, $6
            WHERE ($7, $8, $9) = (0::bigint, 0::bigint, 0::bigint)
                OR EXISTS (SELECT 1 FROM {place.Table("pace")} WHERE account = $1 AND realm = $2 AND action = $3)
            ON CONFLICT (account, realm, action) DO UPDATE SET slowed_to = $4, hold_until = $5, changed_at = $6
                WHERE (pace.slowed_to, pace.hold_until, pace.changed_at) = ($7, $8, $9)
            """,
            cancellationToken, key.Account, key.Realm, key.Action, next.Slowed, next.Hold, next.Changed, old.Slowed, old.Hold, old.Changed)
            .ConfigureAwait(false);
        return changed == 1;
    }

    private (long Slowed, long Hold, long Changed) Ticks(PaceState state) => state == PaceState.Free
        ? default
        : (state.SlowedTo.Ticks, clock.ToServer(state.HoldUntil).Ticks, clock.ToServer(state.ChangedAt).Ticks);
}
