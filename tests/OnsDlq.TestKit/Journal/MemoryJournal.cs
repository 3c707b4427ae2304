using System.Runtime.CompilerServices;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Pace;
using OnsDlq.Realms;

namespace OnsDlq.TestKit.Journal;

/// <summary>A journal in memory, for tests and benchmarks: it follows the same contract as the others, and is lost with the process.</summary>
internal sealed partial class MemoryJournal : IResendJournal
{
    private readonly object _gate = new();
    private readonly List<string> _runsInOrder = [];
    private readonly Dictionary<string, RunEnd> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BegunRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<MessageKey, MessageHistory> _messages = [];
    private readonly Dictionary<MessageKey, List<MessageKey>> _ofEveryRealm = [];
    private readonly Dictionary<string, Place> _attempts = new(StringComparer.Ordinal);
    private readonly List<Place> _inOrder = [];
    private readonly Dictionary<BookmarkKey, Bookmark> _bookmarks = [];
    private readonly ProcessPaceStore _pace = new();

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public ValueTask CheckAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public Task BeginRunAsync(BegunRun run, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_runs.TryAdd(run.RunId, run)) throw new InvalidOperationException($"The run '{run.RunId}' has begun before.");
        _runsInOrder.Add(run.RunId);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndRunAsync(string runId, RunEnd end, CancellationToken cancellationToken) =>
        Do(() => _runs.ContainsKey(runId) && _ends.TryAdd(runId, end), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<MessageHistory>>(() => [.. keys.Select(WholeHistoryOf)], cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_runs.TryGetValue(claim.Attempt.RunId, out var run))
            throw new InvalidOperationException($"The run '{claim.Attempt.RunId}' was not begun.");
        if (_attempts.ContainsKey(claim.Attempt.AttemptId))
            throw new InvalidOperationException($"The attempt '{claim.Attempt.AttemptId}' is there.");

        var history = HistoryOf(claim.Key);
        if (history.Version != claim.ExpectedVersion || history.Attempts.Any(IsLive)) return false;
        if (claim.Attempt.CanaryId is { } canary && !HasRoom(canary)) throw new CanaryClosedException(canary);
        var entries = claim.EntriesSeen.Count == 0 ? history.EntriesSeen : [.. history.EntriesSeen.Union(claim.EntriesSeen).Order()];
        var attempt = claim.Attempt with
        {
            Holder = run.Holder,
            User = run.User,
            Reason = run.Reason,
            Outcomes = [],
            Evidence = null,
            NewestEntrySeen = claim.EntriesSeen.Cast<long?>()
                .Concat(history.Attempts.Select(earlier => earlier.NewestEntrySeen)).Append(claim.Attempt.NewestEntrySeen).Max(),
        };
        Keep(history with { Attempts = With(history.Attempts, attempt), EntriesSeen = entries });
        var place = new Place(claim.Key, history.Attempts.Count);
        _attempts.Add(attempt.AttemptId, place);
        _inOrder.Add(place);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        Do(() =>
        {
            if (!_attempts.TryGetValue(attemptId, out var place)) return false;
            var (history, attempt) = At(place);
            if (!IsLive(attempt) || (history.Block?.Lasts(signedAt) == true && !attempt.Lifted.Contains(SkipReason.Blocked))) return false;
            Replace(place, attempt with { SignedAt = signedAt, LeaseUntil = leaseUntil });
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken)
    {
        SettleRule.Check(outcome, expectedVersion);
        return Do(() =>
        {
            if (!_attempts.TryGetValue(attemptId, out var place)) return false;
            var (history, attempt) = At(place);
            if (!SettleRule.Fits(outcome.Source, IsLive(attempt)) || (expectedVersion ?? history.Version) != history.Version) return false;
            Replace(place, attempt with { Outcomes = With(attempt.Outcomes, outcome) });
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => Do(() =>
    {
        Keep(HistoryOf(key) with { Block = block });
        if (block is null) foreach (var other in Others(key)) Keep(other with { Block = null });
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedAttempt> QueryAsync(
        AttemptQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = query.MsgIds.Select(id => id.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        var found = await Do(() => _inOrder
            .Select(Recorded)
            .Where(record => Matches(query, ids, record)).Reverse().ToArray(), cancellationToken);
        foreach (var attempt in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return attempt;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBlock>> ReadBlocksAsync(BlockQuery query, CancellationToken cancellationToken)
    {
        var ids = query.MsgIds.Select(id => id.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        var filter = new AttemptQuery { Realm = query.Realm, InstanceId = query.InstanceId, GroupId = query.GroupId };
        return Do<IReadOnlyList<RecordedBlock>>(
            () =>
            [
                .. _messages.Values.Where(history => history.Block is not null && Matches(filter, ids, history.Key))
                    .Select(history => new RecordedBlock(history.Key, history.Block!)).Reverse().OrderByDescending(recorded => recorded.Block.Since),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedRun> QueryRunsAsync(string? runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var runs = await Do(() => _runsInOrder.Where(id => runId is null || id == runId).Reverse()
            .Select(id => new RecordedRun(_runs[id], _ends.GetValueOrDefault(id)) { Sample = _samples.GetValueOrDefault(id) }).ToArray(), cancellationToken);
        foreach (var run in runs) yield return run;
    }

    /// <inheritdoc/>
    public Task<Bookmark?> ReadBookmarkAsync(BookmarkKey key, CancellationToken cancellationToken) =>
        Do(() => _bookmarks.GetValueOrDefault(key), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordedBookmark>> ReadBookmarksAsync(CancellationToken cancellationToken) => Do<IReadOnlyList<RecordedBookmark>>(
        () =>
        [
            .. _bookmarks.Select(one => new RecordedBookmark(one.Key, one.Value.Until)).OrderBy(one => one.Key.Name, StringComparer.Ordinal)
                .ThenBy(one => one.Key.GroupId, StringComparer.OrdinalIgnoreCase).ThenBy(one => one.Key.InstanceId, StringComparer.OrdinalIgnoreCase),
        ],
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> MoveBookmarkAsync(
        BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken) => Do(
        () =>
        {
            if ((_bookmarks.GetValueOrDefault(key)?.Version ?? 0) != expectedVersion) return false;
            _bookmarks[key] = new(expectedVersion + 1, until, seen);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<DateTimeOffset> TakeSlotsAsync(
        PaceKey key, int count, TimeSpan interval, DateTimeOffset now, CancellationToken cancellationToken) =>
        _pace.TakeSlotsAsync(key, count, interval, now, cancellationToken);

    /// <inheritdoc/>
    public Task<PaceState> ReadPaceAsync(PaceKey key, CancellationToken cancellationToken) => _pace.ReadPaceAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ChangePaceAsync(PaceKey key, PaceState expected, PaceState state, CancellationToken cancellationToken) =>
        _pace.ChangePaceAsync(key, expected, state, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Matches(AttemptQuery query, HashSet<string> ids, MessageKey key) =>
        (query.Realm is null || Realm.Covers(query.Realm, key.Realm))
        && (query.InstanceId is null || query.InstanceId.Equals(key.InstanceId, StringComparison.OrdinalIgnoreCase))
        && (query.GroupId is null || query.GroupId.Equals(key.GroupId, StringComparison.OrdinalIgnoreCase))
        && (ids.Count == 0 || ids.Contains(key.MsgId));

    private static bool Matches(AttemptQuery query, HashSet<string> ids, RecordedAttempt record) =>
        Matches(query, ids, record.Key)
        && (query.RunId is null || query.RunId == record.Attempt.RunId)
        && (query.AttemptId is null || query.AttemptId == record.Attempt.AttemptId)
        && (query.CanaryId is null || query.CanaryId == record.Attempt.CanaryId)
        && (query.Statuses.Count == 0 || (record.Attempt.Outcome is { } outcome && query.Statuses.Contains(outcome.Status)))
        && (query.From is null || record.Attempt.ClaimedAt >= query.From)
        && (query.To is null || record.Attempt.ClaimedAt <= query.To);

    private static bool IsLive(Attempt attempt) => attempt.Outcomes.Count == 0;

    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> list, T last) => list.Count == 0 ? [last] : [.. list, last];

    private RecordedAttempt Recorded(Place place)
    {
        var (history, attempt) = At(place);
        return new(history.Key, history.Version, attempt, _runs[attempt.RunId]);
    }

    private MessageHistory HistoryOf(MessageKey key) => _messages.TryGetValue(key, out var history) ? history : MessageHistory.None(key);

    private MessageHistory WholeHistoryOf(MessageKey key) => Others(key).Aggregate(HistoryOf(key), (whole, other) => whole.With(other));

    // Records under another name of the service.
    private MessageHistory[] Others(MessageKey key) => _ofEveryRealm.TryGetValue(WithoutRealm(key), out var keys)
        ? [.. keys.Where(other => other.Realm != key.Realm && Realm.Covers(key.Realm, other.Realm)).Select(HistoryOf)]
        : [];

    private static MessageKey WithoutRealm(MessageKey key) => key with { Realm = "" };

    private (MessageHistory History, Attempt Attempt) At(Place place)
    {
        var history = _messages[place.Key];
        return (history, history.Attempts[place.Number]);
    }

    private void Replace(Place place, Attempt attempt)
    {
        var history = _messages[place.Key];
        Attempt[] attempts = [.. history.Attempts];
        attempts[place.Number] = attempt;
        Keep(history with { Attempts = attempts });
    }

    private void Keep(MessageHistory changed)
    {
        if (!_messages.ContainsKey(changed.Key)) _ofEveryRealm[WithoutRealm(changed.Key)] = [.. KeysLike(changed.Key), changed.Key];
        _messages[changed.Key] = changed with { Version = changed.Version + 1 };
    }

    private List<MessageKey> KeysLike(MessageKey key) => _ofEveryRealm.GetValueOrDefault(WithoutRealm(key), []);

    private Task<T> Do<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            lock (_gate) return Task.FromResult(work());
        }
        catch (InvalidOperationException exception)
        {
            return Task.FromException<T>(exception);
        }
    }

    /// <summary>Where an attempt is kept.</summary>
    /// <param name="Key">Its message.</param>
    /// <param name="Number">Its number among the message's attempts, from 0.</param>
    private readonly record struct Place(MessageKey Key, int Number);
}
