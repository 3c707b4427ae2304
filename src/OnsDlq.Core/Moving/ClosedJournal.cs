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

    /// <summary>
    /// Whether a move may begin, or go on: a journal that is being filled moves nowhere, one that was moved away moves to no other place and is filled
    /// from there only, and a move that is over does not begin again. One that a person has given up may.
    /// </summary>
    public static bool Allows(IReadOnlyList<JournalMove> moves, JournalMove move)
    {
        var same = moves.FirstOrDefault(other => other.MoveId == move.MoveId && other.Direction == move.Direction);
        var others = moves.Where(other => other.IsOpen && other != same);
        return move.Direction == MoveDirection.To
            ? (same is null or { IsOpen: true }) && !others.Any()
            : same is not { IsComplete: true } && !others.Any(other => other.Direction == MoveDirection.To && other.JournalId != move.JournalId);
    }

    /// <summary>The error for records of a move that has ended.</summary>
    public static JournalException Ended(string location) => new(
        ErrorId.JournalMoveUnfinished, location,
        $"Somebody else has ended this move to the journal '{location}' meanwhile. Look with Get-OnsDlqJournal, and run the command again where that is still needed.");

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
