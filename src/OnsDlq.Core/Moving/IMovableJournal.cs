using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>A journal whose records can move to another one, or which can take those of another one.</summary>
/// <exception cref="JournalException">From every method: the journal cannot be used in its present state; nothing was changed.</exception>
internal interface IMovableJournal : IResendJournal
{
    /// <summary>Reads its moves, oldest first.</summary>
    Task<IReadOnlyList<JournalMove>> ReadMovesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Records that a move begins, or goes on. Once this returns, all claims that were being made are made, and the journal refuses every change but
    /// outcomes of holders, ends of runs, and paces. False where another move stands in its way: see <see cref="ClosedJournal.Allows"/>.
    /// </summary>
    Task<bool> BeginMoveAsync(JournalMove move, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a move to this journal; false where it has ended before, and then nothing is changed. Where all has arrived, every other move from there
    /// ends, too, and the journal is no longer sealed to the journal that the records came from.
    /// </summary>
    /// <param name="move">The move.</param>
    /// <param name="at">When, in UTC.</param>
    /// <param name="isComplete">Whether all has arrived.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    Task<bool> EndMoveAsync(JournalMove move, DateTimeOffset at, bool isComplete, CancellationToken cancellationToken);

    /// <summary>Reads everything, in parts: runs and canaries before the attempts that belong to them.</summary>
    IAsyncEnumerable<MovedRecords> ReadRecordsAsync(CancellationToken cancellationToken);

    /// <summary>Takes records of another journal, all of a part or nothing; gives what was new. It can be repeated.</summary>
    /// <param name="move">The move, which has to be open while they are taken; null for what was told late.</param>
    /// <param name="records">The records.</param>
    /// <param name="rule">How they relate to those that are there.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    /// <exception cref="JournalException">The move has ended.</exception>
    Task<MergedRecords> MergeAsync(JournalMove? move, MovedRecords records, MergeRule rule, CancellationToken cancellationToken);
}
