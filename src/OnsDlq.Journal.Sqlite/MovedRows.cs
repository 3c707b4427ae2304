using OnsDlq.Moving;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Takes records of another journal, in one transaction.</summary>
internal static class MovedRows
{
    /// <summary>Joins them with what is there; gives what was new.</summary>
    public static MergedRecords Merge(JournalConnection connection, MovedRecords records, MergeRule rule)
    {
        var merged = new MergedRecords(0, Runs: records.Runs.Count(run => AddRun(connection, run)));
        foreach (var gap in records.Gaps) GapRow.AddOnce(connection, gap);
        foreach (var canary in records.Canaries) CanaryRow.Take(connection, canary);
        merged += AddAttempts(connection, records.Attempts);
        EvidenceRow.Record(connection, records.Evidence);
        if (rule == MergeRule.Late) return merged;
        foreach (var pace in records.Paces)
        {
            var own = PaceRow.Read(connection, pace.Key);
            PaceRow.Change(connection, pace.Key, own, pace.With(own));
        }

        return merged with
        {
            Blocks = records.Blocks is { } blocks ? Block(connection, blocks, rule) : 0,
            Bookmarks = records.Bookmarks.Count(bookmark => Move(connection, bookmark, rule)),
        };
    }

    private static bool AddRun(JournalConnection connection, RecordedRun run)
    {
        var isNew = connection.Scalar("SELECT 1 FROM run WHERE id = @1", run.Run.RunId) is null;
        if (isNew) RunRow.Add(connection, run.Run);
        if (run.End is { } end) RunRow.End(connection, run.Run.RunId, end);
        if (run.Sample is { } sample) SampleRow.AddOnce(connection, sample);
        return isNew;
    }

    private static MergedRecords AddAttempts(JournalConnection connection, IReadOnlyList<MovedAttempt> moved)
    {
        var (outcomes, inFlight) = (0, 0);
        var added = new Dictionary<string, (long Message, MovedAttempt Moved)>(StringComparer.Ordinal);
        foreach (var attempts in moved.GroupBy(one => one.Key))
        {
            var change = MessageMerge.Of(HistoryReader.ReadOwn(connection, attempts.Key), [.. attempts]);
            inFlight += change.InFlight;
            if (!change.Changes) continue;
            var message = MessageRow.Ensure(connection, attempts.Key);
            connection.Execute("UPDATE message SET version = version + 1 WHERE id = @1", message);
            outcomes += change.Changed.Sum(attempt => Change(connection, attempt));
            foreach (var one in change.Added) added.Add(one.Attempt.AttemptId, (message, one));
        }

        // In the order of the other journal.
        foreach (var one in moved)
        {
            if (!added.TryGetValue(one.Attempt.AttemptId, out var row)) continue;
            var attempt = row.Moved.Attempt;
            AttemptRow.Add(connection, row.Message, attempt, one.EntriesSeen, attempt.NewestEntrySeen);
            outcomes += Tell(connection, connection.LastRow, attempt.Outcomes);
        }

        return new(added.Count, outcomes, InFlight: inFlight);
    }

    private static int Change(JournalConnection connection, ChangedAttempt changed)
    {
        var attempt = changed.Attempt;
        var number = (long)connection.Scalar("SELECT number FROM attempt WHERE id = @1", attempt.AttemptId)!;
        connection.Execute("UPDATE attempt SET lease_until = @2, signed_at = @3 WHERE number = @1", number, attempt.LeaseUntil, attempt.SignedAt);
        if (changed.Kept < changed.Had) connection.Execute("DELETE FROM outcome WHERE attempt = @1", number);
        if (Tell(connection, number, changed.Late) > 0) connection.Execute("UPDATE attempt SET live = 0 WHERE number = @1", number);
        return attempt.Outcomes.Count - changed.Had;
    }

    private static int Tell(JournalConnection connection, long attempt, IEnumerable<AttemptOutcome> outcomes) =>
        outcomes.Sum(outcome => AttemptRow.AddOutcome(connection, attempt, outcome));

    private static int Block(JournalConnection connection, IReadOnlyList<RecordedBlock> moved, MergeRule rule)
    {
        var own = BlockRow.Read(connection, new()).ToDictionary(block => block.Key, block => block.Block);
        var changes = BlockMerge.Of(own, moved, rule);
        foreach (var (key, block) in changes) MessageRow.SetBlock(connection, MessageRow.Ensure(connection, key), block);
        return changes.Count;
    }

    private static bool Move(JournalConnection connection, MovedBookmark moved, MergeRule rule)
    {
        var own = BookmarkRow.Read(connection, moved.Key);
        return moved.Replaces(own, rule) && BookmarkRow.Move(connection, moved.Key, own?.Version ?? 0, moved.Bookmark.Until, moved.Bookmark.Seen);
    }
}
