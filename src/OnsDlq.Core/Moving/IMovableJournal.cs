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
    /// outcomes of holders, ends of runs, and paces. False where its records are moving to another journal already.
    /// </summary>
    Task<bool> BeginMoveAsync(JournalMove move, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a move to this journal. Where all has arrived, the journal is also no longer sealed to the journal that the records came from.
    /// </summary>
    /// <param name="move">The move.</param>
    /// <param name="at">When, in UTC.</param>
    /// <param name="isComplete">Whether all has arrived.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    Task<bool> EndMoveAsync(JournalMove move, DateTimeOffset at, bool isComplete, CancellationToken cancellationToken);

    /// <summary>Reads everything, in parts: runs and canaries before the attempts that belong to them.</summary>
    IAsyncEnumerable<MovedRecords> ReadRecordsAsync(CancellationToken cancellationToken);

    /// <summary>Takes records of another journal, all of a part or nothing; gives what was new. It can be repeated.</summary>
    Task<MergedRecords> MergeAsync(MovedRecords records, MergeRule rule, CancellationToken cancellationToken);
}
