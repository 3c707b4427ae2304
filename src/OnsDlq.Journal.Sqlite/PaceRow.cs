using OnsDlq.Moving;
using OnsDlq.Pace;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Reads and writes the row of a pace: the next free slot, and the state of throttling. All times in ticks of 100 ns (since 1970-01-01 UTC): an
/// interval may be shorter than a ms, and a stored state must equal the original (compare-and-set).
/// </summary>
internal static class PaceRow
{
    public static DateTimeOffset Take(JournalConnection connection, PaceKey key, int count, TimeSpan interval, DateTimeOffset now)
    {
        var next = connection.Scalar(
            "SELECT next_slot FROM pace WHERE access_key_id = @1 AND realm = @2 AND action = @3", key.Account, key.Realm, key.Action);
        var first = PaceRule.FirstSlot(next is long ticks ? Time(ticks) : null, interval, now);
        connection.Execute(
            """
            INSERT INTO pace (access_key_id, realm, action, next_slot) VALUES (@1, @2, @3, @4)
            ON CONFLICT DO UPDATE SET next_slot = excluded.next_slot
            """,
            key.Account, key.Realm, key.Action, Ticks(first + (count * interval)));
        return first;
    }

    public static PaceState Read(JournalConnection connection, PaceKey key)
    {
        using var row = connection.Query(
            "SELECT slowed_to, hold_until, changed_at FROM pace WHERE access_key_id = @1 AND realm = @2 AND action = @3",
            key.Account, key.Realm, key.Action);
        if (!row.Read()) return PaceState.Free;
        var slowed = new TimeSpan(row.Number(0));
        return slowed >= TimeSpan.Zero && slowed <= PaceRule.SlowestInterval
            ? new(slowed, Time(row.Number(1)), Time(row.Number(2)))
            : throw new InvalidDataException("A pace has an impossible interval.");
    }

    /// <summary>The paces that throttling has slowed.</summary>
    public static IReadOnlyList<MovedPace> ReadSlowed(JournalConnection connection)
    {
        using var rows = connection.Query("SELECT access_key_id, realm, action FROM pace WHERE slowed_to > 0 OR hold_until > 0");
        var keys = new List<PaceKey>();
        while (rows.Read()) keys.Add(new(rows.Text(0), rows.Text(1), rows.Text(2)));
        return keys.ConvertAll(key => new MovedPace(key, Read(connection, key)));
    }

    public static bool Change(JournalConnection connection, PaceKey key, PaceState expected, PaceState state)
    {
        connection.Execute(
            "INSERT INTO pace (access_key_id, realm, action) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING",
            key.Account, key.Realm, key.Action);
        return connection.Execute(
            """
            UPDATE pace SET slowed_to = @4, hold_until = @5, changed_at = @6
            WHERE access_key_id = @1 AND realm = @2 AND action = @3 AND slowed_to = @7 AND hold_until = @8 AND changed_at = @9
            """,
            key.Account, key.Realm, key.Action, state.SlowedTo.Ticks, Ticks(state.HoldUntil), Ticks(state.ChangedAt),
            expected.SlowedTo.Ticks, Ticks(expected.HoldUntil), Ticks(expected.ChangedAt)) == 1;
    }

    private static long Ticks(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks;

    private static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);
}
