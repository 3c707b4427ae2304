using OnsDlq.Moving;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads and writes the rows of moves to and from other journals.</summary>
internal static class MoveRow
{
    /// <summary>Refuses a change while the journal is sealed or being filled; in an open transaction, so that it stays true until the commit.</summary>
    /// <exception cref="JournalException">It is.</exception>
    public static void RefuseChange(JournalConnection connection, string location)
    {
        if (connection.Scalar("SELECT 1 FROM move WHERE ended_at IS NULL LIMIT 1") is not null) throw Why(connection, location)!;
    }

    /// <summary>The error for what a sealed journal, or one that is being filled, refuses; null where it is neither.</summary>
    public static JournalException? Why(JournalConnection connection, string location) => ClosedJournal.Why(location, Read(connection));

    /// <summary>All moves, oldest first.</summary>
    public static IReadOnlyList<JournalMove> Read(JournalConnection connection)
    {
        if (connection.SchemaVersion is > 0 and < JournalSchema.KnowsMoves) return [];
        using var rows = connection.Query("SELECT id, direction, journal_id, location, begun_at, by, ended_at, complete FROM move ORDER BY number");
        var moves = new List<JournalMove>();
        while (rows.Read())
        {
            moves.Add(new(rows.Text(0), rows.Name<MoveDirection>(1), rows.Text(2), rows.Text(3), rows.Time(4), rows.Text(5))
            {
                EndedAt = rows.TimeOrNull(6),
                IsComplete = rows.Count(7) == 1,
            });
        }

        return moves;
    }

    /// <summary>Begins a move, or opens it again; false where another one stands in its way.</summary>
    public static bool Begin(JournalConnection connection, JournalMove move)
    {
        if (!ClosedJournal.Allows(Read(connection), move)) return false;
        connection.Execute(
            """
            INSERT INTO move (id, direction, journal_id, location, begun_at, by) VALUES (@1, @2, @3, @4, @5, @6)
            ON CONFLICT (id, direction) DO UPDATE SET ended_at = NULL, complete = 0
            """,
            move.MoveId, move.Direction, move.JournalId, move.Location, move.BegunAt, move.By);
        return true;
    }

    /// <summary>Ends a move to this journal, and with it, where all has arrived, all that is open between the two journals.</summary>
    public static bool End(JournalConnection connection, JournalMove move, DateTimeOffset at, bool isComplete)
    {
        if (!IsOpen(connection, move)) return false;
        connection.Execute(
            """
            UPDATE move SET ended_at = @4, complete = @3
            WHERE ended_at IS NULL AND ((id = @1 AND direction = 'From') OR (@3 = 1 AND journal_id = @2))
            """,
            move.MoveId, move.JournalId, isComplete ? 1 : 0, at);
        return true;
    }

    /// <summary>Refuses records of a move to this journal that has ended.</summary>
    /// <exception cref="JournalException">It has.</exception>
    public static void RequireOpen(JournalConnection connection, JournalMove move, string location)
    {
        if (!IsOpen(connection, move)) throw ClosedJournal.Ended(location);
    }

    private static bool IsOpen(JournalConnection connection, JournalMove move) =>
        connection.Scalar("SELECT 1 FROM move WHERE id = @1 AND direction = 'From' AND ended_at IS NULL", move.MoveId) is not null;

    /// <summary>Gives all open moves up, and records the gap; false where none is open.</summary>
    public static bool GiveUp(JournalConnection connection, string location, DateTimeOffset until, DateTimeOffset at, string by, string reason)
    {
        if (Why(connection, location) is not { } why) return false;
        GapRow.Add(connection, new(why.Message, until, at, by, reason));
        connection.Execute("UPDATE move SET ended_at = @1 WHERE ended_at IS NULL", at);
        return true;
    }
}
