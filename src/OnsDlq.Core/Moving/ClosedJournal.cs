using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>A journal that takes no claims: its records went to another journal, or those of another one have not all arrived.</summary>
internal static class ClosedJournal
{
    /// <summary>The error for what it refuses; null where no move is open.</summary>
    /// <param name="location">Where the journal is.</param>
    /// <param name="moves">Its moves.</param>
    public static JournalException? Why(string location, IEnumerable<JournalMove> moves)
    {
        // Where it was moved away, that is what a person has to know first.
        var open = moves.Where(move => move.IsOpen).MinBy(move => move.Direction);
        return open is null ? null : Of(location, open.Direction, open.Location);
    }

    /// <summary>Whether a move to another journal cannot begin because the records are on their way to a third one, or are there.</summary>
    public static bool LeavesAlready(IEnumerable<JournalMove> moves, JournalMove move) => move.Direction == MoveDirection.To
        && moves.Any(other => other is { IsOpen: true, Direction: MoveDirection.To } && other.MoveId != move.MoveId);

    /// <summary>The error for what it refuses.</summary>
    /// <param name="location">Where the journal is.</param>
    /// <param name="direction">Which way its records move.</param>
    /// <param name="other">Where the other journal is.</param>
    public static JournalException Of(string location, MoveDirection direction, string other) => direction == MoveDirection.To
        ? new(
            ErrorId.JournalMoved, location,
            $"The journal '{location}' was moved to '{other}'. Only outcomes of resends that were in flight are still written to it; nothing more is sent with it.")
        : new(
            ErrorId.JournalMoveUnfinished, location,
            $"The journal '{location}' is being filled from '{other}', and does not know all resends of that one yet. Nothing is sent with it until that is done.");
}
