using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>Moves the records of one journal to another one. It can be ended at any moment, and repeated.</summary>
/// <remarks>
/// The order makes a move that is cut off harmless: first the destination takes no claims, then the source does not, then the records are joined,
/// and only then the destination takes claims again. A source that was sealed still takes the outcomes of what was in flight; a later move carries
/// them over.
/// </remarks>
/// <param name="source">The journal whose records move.</param>
/// <param name="destination">The journal that takes them.</param>
/// <param name="time">The local clock.</param>
/// <param name="by">Who moves them, as user@machine.</param>
/// <param name="newId">Makes an ID.</param>
internal sealed class JournalMover(IMovableJournal source, IMovableJournal destination, TimeProvider time, string by, Func<string> newId)
{
    /// <summary>Moves them; gives what was new to the destination.</summary>
    /// <param name="progress">Is told what was new so far.</param>
    /// <param name="cancellationToken">Ends it between two parts.</param>
    /// <exception cref="JournalException">They cannot be moved.</exception>
    public async Task<MergedRecords> MoveAsync(Action<MergedRecords> progress, CancellationToken cancellationToken)
    {
        var (move, rule) = await PlanAsync(cancellationToken).ConfigureAwait(false);
        if (rule != MergeRule.Late) await CloseAsync(move, cancellationToken).ConfigureAwait(false);
        var merged = default(MergedRecords);
        await foreach (var records in source.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            merged += await destination.MergeAsync(records, rule, cancellationToken).ConfigureAwait(false);
            progress(merged);
        }

        if (rule != MergeRule.Late)
            await destination.EndMoveAsync(move, time.GetUtcNow(), isComplete: true, cancellationToken).ConfigureAwait(false);
        return merged;
    }

    /// <summary>Checks that the records can be moved, and changes nothing.</summary>
    /// <exception cref="JournalException">They cannot.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => PlanAsync(cancellationToken);

    private async Task<(JournalMove Move, MergeRule Rule)> PlanAsync(CancellationToken cancellationToken)
    {
        var (here, there) = (source.Identity!, destination.Identity!);
        if (here == there)
        {
            throw new JournalException(
                ErrorId.MoveRefused, destination.Location,
                $"'{source.Location}' and '{destination.Location}' are one journal, or one is a copy of the other.");
        }

        var left = await source.ReadMovesAsync(cancellationToken).ConfigureAwait(false);
        var came = await destination.ReadMovesAsync(cancellationToken).ConfigureAwait(false);
        var seal = left.FirstOrDefault(move => move is { IsOpen: true, Direction: MoveDirection.To });
        if (seal is not null && seal.JournalId != there) throw ClosedJournal.Why(source.Location, [seal])!;
        if (ClosedJournal.Why(source.Location, left.Where(move => move.Direction == MoveDirection.From)) is { } unfinished) throw unfinished;
        var sealedThere = came.FirstOrDefault(move => move is { IsOpen: true, Direction: MoveDirection.To });
        if (sealedThere is not null && sealedThere.JournalId != here) throw ClosedJournal.Why(destination.Location, [sealedThere])!;

        var begun = came.FirstOrDefault(move => move.Direction == MoveDirection.From && move.JournalId == here
            && (seal is null ? move.IsOpen : move.MoveId == seal.MoveId));
        var next = new JournalMove(
            seal?.MoveId ?? begun?.MoveId ?? newId(), MoveDirection.From, here, source.Location, time.GetUtcNow(), by);
        return (next, seal is not null && begun is { IsComplete: true } ? MergeRule.Late : sealedThere is null ? MergeRule.Both : MergeRule.Newer);
    }

    private async Task CloseAsync(JournalMove move, CancellationToken cancellationToken)
    {
        await destination.BeginMoveAsync(move, cancellationToken).ConfigureAwait(false);
        var leave = move with { Direction = MoveDirection.To, JournalId = destination.Identity!, Location = destination.Location };
        if (await source.BeginMoveAsync(leave, cancellationToken).ConfigureAwait(false)) return;

        // Somebody has moved it elsewhere at this moment; the destination must not wait for records that will not come.
        await destination.EndMoveAsync(move, time.GetUtcNow(), isComplete: false, CancellationToken.None).ConfigureAwait(false);
        throw ClosedJournal.Why(source.Location, await source.ReadMovesAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
