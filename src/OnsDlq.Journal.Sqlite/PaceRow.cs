using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A pace's row: the next free slot, and how throttling left it.</summary>
internal static class PaceRow
{
    public static DateTimeOffset Take(
        SqliteConnection connection, PaceKey key, int count, TimeSpan interval, DateTimeOffset now)
    {
        // Slots are kept in ticks: an interval may be shorter than a ms.
        var next = connection.Scalar(
            "SELECT next_slot FROM pace WHERE access_key_id = @1 AND realm = @2 AND action = @3", key.AccessKeyId, key.Realm, key.Action);
        var first = Math.Max(now.UtcTicks, next as long? ?? 0);
        connection.Execute(
            """
            INSERT INTO pace (access_key_id, realm, action, next_slot) VALUES (@1, @2, @3, @4)
            ON CONFLICT DO UPDATE SET next_slot = excluded.next_slot
            """,
            key.AccessKeyId, key.Realm, key.Action, first + (count * interval.Ticks));
        return new(first, TimeSpan.Zero);
    }

    public static PaceState Read(SqliteConnection connection, PaceKey key)
    {
        using var command = connection.Command(
            "SELECT slowed_to, hold_until, changed_at FROM pace WHERE access_key_id = @1 AND realm = @2 AND action = @3",
            key.AccessKeyId, key.Realm, key.Action);
        using var row = command.ExecuteReader();
        return row.Read() ? new(TimeSpan.FromMilliseconds(row.GetInt64(0)), row.Time(1), row.Time(2)) : PaceState.Free;
    }

    public static bool Change(SqliteConnection connection, PaceKey key, PaceState expected, PaceState state)
    {
        connection.Execute(
            "INSERT INTO pace (access_key_id, realm, action) VALUES (@1, @2, @3) ON CONFLICT DO NOTHING",
            key.AccessKeyId, key.Realm, key.Action);
        return connection.Execute(
            """
            UPDATE pace SET slowed_to = @4, hold_until = @5, changed_at = @6
            WHERE access_key_id = @1 AND realm = @2 AND action = @3 AND slowed_to = @7 AND hold_until = @8 AND changed_at = @9
            """,
            key.AccessKeyId, key.Realm, key.Action, state.SlowedTo, state.HoldUntil, state.ChangedAt,
            expected.SlowedTo, expected.HoldUntil, expected.ChangedAt) == 1;
    }
}
