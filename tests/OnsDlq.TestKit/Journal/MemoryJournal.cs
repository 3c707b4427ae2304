using System.Runtime.CompilerServices;
using OnsDlq.Journal;
using OnsDlq.Resend;

namespace OnsDlq.TestKit.Journal;

/// <summary>A journal in memory, for tests and benchmarks: as exact as the others, and gone with the process.</summary>
internal sealed class MemoryJournal : IResendJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResendRun> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<MessageKey, MemoryMessage> _messages = [];
    private readonly Dictionary<string, MemoryAttempt> _attempts = new(StringComparer.Ordinal);
    private readonly List<MemoryAttempt> _inOrder = [];
    private readonly ProcessPaceStore _pace = new();

    /// <inheritdoc/>
    public string Location => "memory";

    /// <inheritdoc/>
    public Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken) => Do(() =>
        _runs.TryAdd(run.RunId, run) ? true : throw new InvalidOperationException($"The run '{run.RunId}' has begun before."), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Do<IReadOnlyList<MessageHistory>>(() => [.. keys.Select(key =>
            _messages.TryGetValue(key, out var message) ? message.History : MessageHistory.None(key))], cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken) => Do(() =>
    {
        if (!_runs.TryGetValue(claim.Attempt.RunId, out var run))
            throw new InvalidOperationException($"The run '{claim.Attempt.RunId}' was not begun.");
        if (_attempts.ContainsKey(claim.Attempt.AttemptId))
            throw new InvalidOperationException($"The attempt '{claim.Attempt.AttemptId}' is there.");

        var message = Message(claim.Key);
        if (message.Version != claim.ExpectedVersion || message.IsClaimed) return false;
        message.Version++;
        message.Note(claim.EntriesSeen);
        var kept = new MemoryAttempt(message, run, claim.Attempt with
        {
            Holder = run.Holder,
            Reason = run.Reason,
            Outcomes = [],
            NewestEntrySeen = message.NewestEntry is { } newest && !(claim.Attempt.NewestEntrySeen > newest) ? newest : claim.Attempt.NewestEntrySeen,
        });
        message.Attempts.Add(kept);
        _attempts.Add(claim.Attempt.AttemptId, kept);
        _inOrder.Add(kept);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
        Do(() =>
        {
            if (!_attempts.TryGetValue(attemptId, out var attempt) || !attempt.IsLive) return false;
            if (attempt.Message.Block?.Lasts(signedAt) == true && !attempt.Attempt.Lifted.Contains(SkipReason.Blocked)) return false;
            attempt.Attempt = attempt.Attempt with { SignedAt = signedAt, LeaseUntil = leaseUntil };
            attempt.Message.Version++;
            return true;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken)
    {
        SettleRule.Check(outcome, expectedVersion);
        return Do(() =>
        {
            if (!_attempts.TryGetValue(attemptId, out var attempt) || !SettleRule.Fits(outcome.Source, attempt.IsLive)) return false;
            if (expectedVersion is { } version && attempt.Message.Version != version) return false;
            attempt.Attempt = attempt.Attempt with { Outcomes = [.. attempt.Attempt.Outcomes, outcome] };
            attempt.Message.Version++;
            return true;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken) => Do(() =>
    {
        var message = Message(key);
        message.Block = block;
        message.Version++;
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedAttempt> QueryAsync(
        AttemptQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = query.MsgIds.Select(id => id.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        var found = await Do(() => _inOrder
            .Select(attempt => new RecordedAttempt(attempt.Message.Key, attempt.Message.Version, attempt.Attempt, attempt.Run))
            .Where(record => Matches(query, ids, record)).Reverse().ToArray(), cancellationToken);
        foreach (var attempt in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return attempt;
        }
    }

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

    private static bool Matches(AttemptQuery query, HashSet<string> ids, RecordedAttempt record) =>
        (query.Realm is null || query.Realm == record.Key.Realm)
        && (query.InstanceId is null || query.InstanceId.Equals(record.Key.InstanceId, StringComparison.OrdinalIgnoreCase))
        && (query.GroupId is null || query.GroupId.Equals(record.Key.GroupId, StringComparison.OrdinalIgnoreCase))
        && (ids.Count == 0 || ids.Contains(record.Key.MsgId))
        && (query.RunId is null || query.RunId == record.Attempt.RunId)
        && (query.AttemptId is null || query.AttemptId == record.Attempt.AttemptId)
        && (query.Statuses.Count == 0 || (record.Attempt.Outcome is { } outcome && query.Statuses.Contains(outcome.Status)))
        && (query.From is null || record.Attempt.ClaimedAt >= query.From)
        && (query.To is null || record.Attempt.ClaimedAt <= query.To);

    private MemoryMessage Message(MessageKey key)
    {
        if (!_messages.TryGetValue(key, out var message)) _messages.Add(key, message = new(key));
        return message;
    }

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
}
