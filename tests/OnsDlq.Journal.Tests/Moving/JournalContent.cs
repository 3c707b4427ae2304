using System.Globalization;
using OnsDlq.Messages;
using OnsDlq.Moving;

namespace OnsDlq.Journal.Tests.Moving;

/// <summary>Everything that a journal tells, as lines of text, so that two journals can be compared.</summary>
internal static class JournalContent
{
    /// <summary>Reads it through what every journal offers, not through what a move reads.</summary>
    public static async Task<List<string>> OfAsync(IResendJournal journal, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        var keys = new List<MessageKey>();
        await foreach (var run in journal.QueryRunsAsync(null, cancellationToken))
        {
            lines.Add(Text($"run {run.Run} {run.End} {run.Sample?.DrawnAt:O} {run.Sample?.Seed} {run.Sample?.Population}"));
            lines.Add("sample " + string.Join(',', run.Sample?.AttemptIds ?? []));
        }

        await foreach (var recorded in journal.QueryAsync(new(), cancellationToken))
        {
            var attempt = recorded.Attempt;
            keys.Add(recorded.Key);
            lines.Add(Text(
                $"attempt {recorded.Key} {attempt.AttemptId} {attempt.RunId} {attempt.Round} {attempt.User} {attempt.Holder} {attempt.ClaimedAt:O} {attempt.LeaseUntil:O} {attempt.SignedAt:O} {attempt.NewestEntrySeen} {attempt.IsListed} {attempt.Topic} {attempt.BornTime:O} {attempt.CanaryId} {attempt.Evidence}"));
            lines.Add("lifted " + string.Join(',', attempt.Lifted));
            lines.AddRange(attempt.Outcomes.Select(told => Text(
                $"outcome {told.Status} {told.Source} {told.At:O} {told.RequestId} {told.ErrorCode} {told.ErrorMessage} {string.Join(',', told.FailedMsgId)} {told.Tries} {told.By} {told.Reason}")));
        }

        foreach (var history in await journal.ReadAsync([.. keys.Distinct()], cancellationToken))
            lines.Add(Text($"history {history.Key} {string.Join(',', history.EntriesSeen)} {history.Block} {history.Gap:O}"));
        lines.AddRange((await journal.ReadBlocksAsync(new(), cancellationToken)).Select(block => Text($"block {block.Key} {block.Block}")));
        foreach (var bookmark in await journal.ReadBookmarksAsync(cancellationToken))
        {
            var found = await journal.ReadBookmarkAsync(bookmark.Key, cancellationToken);
            lines.Add(Text($"bookmark {bookmark.Key} {found!.Until:O} {found.Seen}"));
        }

        foreach (var queue in keys.Select(QueueKey.Of).Distinct()) lines.Add(Text($"canary {await journal.FindCanaryAsync(queue, cancellationToken)}"));
        return lines;
    }

    /// <summary>All that moves.</summary>
    public static async Task<MergedRecords> CountAsync(IMovableJournal journal, CancellationToken cancellationToken)
    {
        var sum = default(MergedRecords);
        await foreach (var records in journal.ReadRecordsAsync(cancellationToken)) sum += records.Count;
        return sum;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
