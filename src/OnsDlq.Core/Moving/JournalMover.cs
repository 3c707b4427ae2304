using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>Moves the records of one journal to another one. It can be ended at any moment, and repeated; several may do so at once.</summary>
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
        var plan = await PlanAsync(cancellationToken).ConfigureAwait(false);
        var isLate = plan.Rule == MergeRule.Late;
        if (!isLate) await CloseAsync(plan.Move, cancellationToken).ConfigureAwait(false);
        var merged = default(MergedRecords);
        await foreach (var records in source.ReadRecordsAsync(cancellationToken).ConfigureAwait(false))
        {
            merged += await destination.MergeAsync(isLate ? null : plan.Move, records, plan.Rule, cancellationToken).ConfigureAwait(false);
            progress(merged);
        }

        if (isLate) await EndLeftAsync(plan.Left, cancellationToken).ConfigureAwait(false);
        else await OpenAsync(plan.Move, cancellationToken).ConfigureAwait(false);
        return merged;
    }

    /// <summary>Checks that the records can be moved, and changes nothing.</summary>
    /// <exception cref="JournalException">They cannot.</exception>
    public Task CheckAsync(CancellationToken cancellationToken) => PlanAsync(cancellationToken);

    private async Task<Plan> PlanAsync(CancellationToken cancellationToken)
    {
        var (sourceId, destinationId) = (source.Identity!, destination.Identity!);
        if (sourceId == destinationId)
        {
            throw new JournalException(
                ErrorId.MoveRefused, destination.Location,
                $"'{source.Location}' and '{destination.Location}' are one journal, or one is a copy of the other.");
        }

        var ofSource = await source.ReadMovesAsync(cancellationToken).ConfigureAwait(false);
        var ofDestination = await destination.ReadMovesAsync(cancellationToken).ConfigureAwait(false);

        // The source was moved before, to this destination or to another one.
        var seal = Seal(ofSource);
        if (seal is not null && seal.JournalId != destinationId) throw ClosedJournal.Why(source.Location, [seal])!;

        // The source does not know all itself: somebody moves records to it.
        if (ClosedJournal.Why(source.Location, ofSource.Where(move => move.Direction == MoveDirection.From)) is { } unfinished) throw unfinished;

        // The notes of the destination on moves from the source; that of the same move as the seal's, or of one that was cut off before the seal.
        var fromHere = ofDestination.Where(move => move.Direction == MoveDirection.From && move.JournalId == sourceId).ToArray();
        var begun = fromHere.FirstOrDefault(move => seal is null ? move.IsOpen : move.MoveId == seal.MoveId);
        var next = new JournalMove(seal?.MoveId ?? begun?.MoveId ?? newId(), MoveDirection.From, sourceId, source.Location, time.GetUtcNow(), by);
        if (seal is not null && begun is { IsComplete: true }) return new(next, MergeRule.Late, Array.FindAll(fromHere, move => move.IsOpen));

        // The destination was moved before: to this source, or elsewhere. It is the older one only if everything had arrived then.
        var sealThere = Seal(ofDestination);
        if (sealThere is not null && sealThere.JournalId != sourceId) throw ClosedJournal.Why(destination.Location, [sealThere])!;
        var hadArrived = ofSource.Any(move => move is { Direction: MoveDirection.From, IsComplete: true } && move.MoveId == sealThere?.MoveId);
        return new(next, hadArrived ? MergeRule.Newer : MergeRule.Both, []);
    }

    private async Task CloseAsync(JournalMove move, CancellationToken cancellationToken)
    {
        if (!await destination.BeginMoveAsync(move, cancellationToken).ConfigureAwait(false)) throw InTheWay();
        var leave = move with { Direction = MoveDirection.To, JournalId = destination.Identity!, Location = destination.Location };
        var isSealed = false;
        try
        {
            isSealed = await source.BeginMoveAsync(leave, cancellationToken).ConfigureAwait(false);
            if (!isSealed) throw InTheWay();
        }
        catch
        {
            // The destination must not wait for records that will not come.
            if (!isSealed && !await IsSealedAsync(move).ConfigureAwait(false))
                await destination.EndMoveAsync(move, time.GetUtcNow(), isComplete: false, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task OpenAsync(JournalMove move, CancellationToken cancellationToken)
    {
        // A person may have put the source back into use meanwhile: then it has records that have not come.
        var isComplete = await IsSealedAsync(move).ConfigureAwait(false);
        var isEnded = await destination.EndMoveAsync(move, time.GetUtcNow(), isComplete, cancellationToken).ConfigureAwait(false);
        if (!isComplete || !isEnded) throw InTheWay();
    }

    // What another mover has begun, and did not go on with, because it came too late.
    private async Task EndLeftAsync(IEnumerable<JournalMove> left, CancellationToken cancellationToken)
    {
        foreach (var move in left)
            await destination.EndMoveAsync(move, time.GetUtcNow(), isComplete: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsSealedAsync(JournalMove move) =>
        Seal(await source.ReadMovesAsync(CancellationToken.None).ConfigureAwait(false))?.MoveId == move.MoveId;

    private static JournalMove? Seal(IEnumerable<JournalMove> moves) =>
        moves.FirstOrDefault(move => move is { IsOpen: true, Direction: MoveDirection.To });

    private JournalException InTheWay() => new(
        ErrorId.JournalMoveUnfinished, destination.Location,
        $"Somebody else moves '{source.Location}' or '{destination.Location}' at this moment, or has put one of them back into use. Look with Get-OnsDlqJournal, and run this again.");

    private sealed record Plan(JournalMove Move, MergeRule Rule, IReadOnlyList<JournalMove> Left);
}
