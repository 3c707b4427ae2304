using System.Runtime.CompilerServices;
using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

internal sealed partial class MemoryJournal
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ClearedRecords> ClearAsync(
        DateTimeOffset before, bool isTrial, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await Do(() => Clear(before, isTrial), cancellationToken);
    }

    private ClearedRecords Clear(DateTimeOffset before, bool isTrial)
    {
        var open = _canaries.Where(canary => canary.State == CanaryState.Open).Select(canary => canary.CanaryId).ToHashSet(StringComparer.Ordinal);
        var messages = _messages.Values
            .Where(history => RetentionRule.MayGo(KeysLike(history.Key).Select(HistoryOf), before, open)).ToArray();
        var gone = messages.Select(history => history.Key).ToHashSet();
        var attempts = messages.SelectMany(history => history.Attempts).ToArray();
        var left = _inOrder.Where(place => !gone.Contains(place.Key)).ToArray();
        var leftAttempts = left.Select(place => At(place).Attempt).ToArray();
        var samples = attempts.Select(attempt => attempt.RunId).Where(run => _samples.TryGetValue(run, out var sample) && sample.DrawnAt < before).ToHashSet();
        var canaries = _canaries.Where(canary => RetentionRule.MayGo(canary, before)
            && !Array.Exists(leftAttempts, attempt => attempt.CanaryId == canary.CanaryId)).ToArray();
        var used = leftAttempts.Select(attempt => attempt.RunId).Concat(_canaries.Except(canaries).Select(canary => canary.RunId)).ToHashSet();
        var runs = _runsInOrder.Where(id => !used.Contains(id) && RetentionRule.MayGo(
            new RecordedRun(_runs[id], _ends.GetValueOrDefault(id)) { Sample = _samples.GetValueOrDefault(id) }, before)).ToArray();
        var bookmarks = _bookmarks.Where(one => one.Value.Until < before).Select(one => one.Key).ToArray();
        var cleared = new ClearedRecords(attempts.Length, runs.Length, messages.Count(history => history.Block is not null), bookmarks.Length);
        if (isTrial) return cleared;

        foreach (var key in gone)
        {
            _messages.Remove(key);
            _ofEveryRealm[WithoutRealm(key)] = [.. KeysLike(key).Where(other => other != key)];
        }

        foreach (var attempt in attempts) _attempts.Remove(attempt.AttemptId);
        _inOrder.Clear();
        _inOrder.AddRange(left);
        foreach (var canary in canaries) _canaries.Remove(canary);
        foreach (var run in samples.Concat(runs)) _samples.Remove(run);
        foreach (var run in runs) _ = (_runsInOrder.Remove(run), _runs.Remove(run), _ends.Remove(run));
        foreach (var bookmark in bookmarks) _bookmarks.Remove(bookmark);
        return cleared;
    }
}
