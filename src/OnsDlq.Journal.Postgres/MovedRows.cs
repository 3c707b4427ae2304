using Npgsql;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Postgres;

/// <summary>Takes records of another journal, in one transaction.</summary>
/// <param name="place">Where the journal is.</param>
/// <param name="pace">Writes the paces.</param>
internal sealed class MovedRows(Place place, PaceRows pace)
{
    /// <summary>Joins them with what is there; gives what was new.</summary>
    public async Task<MergedRecords> MergeAsync(NpgsqlConnection connection, MovedRecords records, MergeRule rule, CancellationToken cancellationToken)
    {
        var runs = 0;
        foreach (var run in records.Runs) runs += await AddRunAsync(connection, run, cancellationToken).ConfigureAwait(false);
        foreach (var gap in records.Gaps) await GapRows.AddOnceAsync(connection, place, gap, cancellationToken).ConfigureAwait(false);
        foreach (var canary in records.Canaries) await new CanaryRows(place).TakeAsync(connection, canary, cancellationToken).ConfigureAwait(false);
        var merged = await AddAttemptsAsync(connection, records.Attempts, cancellationToken).ConfigureAwait(false) with { Runs = runs };
        if (records.Evidence is { Count: > 0 } evidence)
            await new EvidenceRows(place).RecordAsync(connection, evidence, cancellationToken).ConfigureAwait(false);
        if (rule == MergeRule.Late) return merged;
        foreach (var moved in records.Paces)
        {
            var own = await pace.ReadAsync(connection, moved.Key, cancellationToken).ConfigureAwait(false);
            await pace.ChangeAsync(connection, moved.Key, own, moved.With(own), cancellationToken).ConfigureAwait(false);
        }

        var bookmarks = 0;
        foreach (var bookmark in records.Bookmarks) bookmarks += await MoveAsync(connection, bookmark, rule, cancellationToken).ConfigureAwait(false);
        var blocks = records.Blocks is null ? 0 : await BlockAsync(connection, records.Blocks, rule, cancellationToken).ConfigureAwait(false);
        return merged with { Blocks = blocks, Bookmarks = bookmarks };
    }

    private async Task<int> AddRunAsync(NpgsqlConnection connection, RecordedRun run, CancellationToken cancellationToken)
    {
        var isNew = await Sql.ScalarAsync(connection, $"SELECT 1 FROM {place.Table("run")} WHERE id = $1", cancellationToken, run.Run.RunId)
            .ConfigureAwait(false) is null;
        var runs = new RunRows(place);
        await runs.AddAsync(connection, run.Run, again: true, cancellationToken).ConfigureAwait(false);
        if (run.End is { } end) await runs.EndAsync(connection, run.Run.RunId, end, again: false, cancellationToken).ConfigureAwait(false);
        if (run.Sample is { } sample) await new EvidenceRows(place).AddSampleOnceAsync(connection, sample, cancellationToken).ConfigureAwait(false);
        return isNew ? 1 : 0;
    }

    private async Task<MergedRecords> AddAttemptsAsync(
        NpgsqlConnection connection, IReadOnlyList<MovedAttempt> moved, CancellationToken cancellationToken)
    {
        if (moved.Count == 0) return default;
        var messages = moved.GroupBy(one => one.Key).ToArray();
        var keys = messages.Select(message => message.Key).ToArray();
        await BatchWriter.ExecuteAsync(connection, [WriteParts.Queues(place, keys), MovedParts.Messages(place, keys)], cancellationToken).ConfigureAwait(false);
        await BatchWriter.ExecuteAsync(connection, [MovedParts.LockMessages(place, keys)], cancellationToken).ConfigureAwait(false);
        var names = await new HistoryRows(place).ReadNamesAsync(connection, keys, cancellationToken).ConfigureAwait(false);
        var inFlight = 0;
        var (raised, added, changed) = (new List<long>(), new List<(long Message, MovedAttempt Moved)>(), new List<ChangedAttempt>());
        foreach (var (message, own) in messages.Zip(names, (message, all) => (message, all.First(one => one.History.Key.Realm == message.Key.Realm))))
        {
            var change = MessageMerge.Of(own.History, [.. message]);
            inFlight += change.InFlight;
            if (!change.Changes) continue;
            raised.Add(own.Id);
            added.AddRange(change.Added.Select(one => (own.Id, one)));
            changed.AddRange(change.Changed);
        }

        // In the order of the other journal.
        var order = moved.Select((one, index) => (one.Attempt.AttemptId, index)).ToDictionary(one => one.AttemptId, one => one.index, StringComparer.Ordinal);
        added.Sort((one, other) => order[one.Moved.Attempt.AttemptId].CompareTo(order[other.Moved.Attempt.AttemptId]));
        await BatchWriter.ExecuteAsync(connection, Parts(raised, added, changed), cancellationToken).ConfigureAwait(false);
        return new(
            added.Count, added.Sum(one => one.Moved.Attempt.Outcomes.Count) + changed.Sum(one => one.Attempt.Outcomes.Count - one.Had),
            InFlight: inFlight);
    }

    // Claims that have ended come before new ones: a message has one that is live. Whoever may not delete can take what is usual: then outcomes are
    // only added.
    private IEnumerable<NpgsqlBatchCommand> Parts(
        List<long> raised, List<(long Message, MovedAttempt Moved)> added, List<ChangedAttempt> changed)
    {
        var told = added.SelectMany(one => one.Moved.Attempt.Outcomes.Select(outcome => new Settlement(one.Moved.Attempt.AttemptId, outcome)))
            .Concat(changed.SelectMany(one => one.Late.Select(outcome => new Settlement(one.Attempt.AttemptId, outcome)))).ToArray();
        string[] reordered = [.. changed.Where(one => one.Kept < one.Had).Select(one => one.Attempt.AttemptId)];
        if (changed.Count > 0) yield return MovedParts.Change(place, changed.ConvertAll(one => one.Attempt));
        if (reordered.Length > 0) yield return MovedParts.Forget(place, reordered);
        if (added.Count > 0) yield return MovedParts.Attempts(place, added);
        yield return MovedParts.Outcomes(place, told);
        yield return MovedParts.Raise(place, raised);
    }

    private async Task<int> BlockAsync(
        NpgsqlConnection connection, IReadOnlyList<RecordedBlock> moved, MergeRule rule, CancellationToken cancellationToken)
    {
        var rows = new BlockRows(place);
        var own = (await rows.ReadAsync(connection, new(), cancellationToken).ConfigureAwait(false)).ToDictionary(block => block.Key, block => block.Block);
        var changes = BlockMerge.Of(own, moved, rule);
        foreach (var (key, block) in changes) await rows.SetOneAsync(connection, key, block, cancellationToken).ConfigureAwait(false);
        return changes.Count;
    }

    private async Task<int> MoveAsync(NpgsqlConnection connection, MovedBookmark moved, MergeRule rule, CancellationToken cancellationToken)
    {
        var rows = new BookmarkRows(place);
        var own = await rows.ReadAsync(connection, moved.Key, cancellationToken).ConfigureAwait(false);
        var moves = moved.Replaces(own, rule) && await rows.MoveAsync(
            connection, moved.Key, own?.Version ?? 0, moved.Bookmark.Until, moved.Bookmark.Seen, cancellationToken).ConfigureAwait(false);
        return moves ? 1 : 0;
    }
}
