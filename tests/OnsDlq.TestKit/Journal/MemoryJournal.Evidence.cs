using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.TestKit.Journal;

internal sealed partial class MemoryJournal
{
    private readonly Dictionary<string, RunSample> _samples = new(StringComparer.Ordinal);
    private readonly List<Canary> _canaries = [];

    /// <inheritdoc/>
    public Task RecordEvidenceAsync(IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken) => Do(() =>
    {
        foreach (var (attemptId, evidence) in found)
        {
            if (!_attempts.TryGetValue(attemptId, out var place)) continue;
            var (history, attempt) = At(place);
            if (!evidence.Replaces(attempt.Evidence)) continue;
            Attempt[] attempts = [.. history.Attempts];
            attempts[place.Number] = attempt with { Evidence = evidence };
            _messages[place.Key] = history with { Attempts = attempts };
        }

        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task RecordSampleAsync(RunSample sample, CancellationToken cancellationToken) => Do(() =>
    {
        RequireRun(sample.RunId);
        _samples[sample.RunId] = sample;
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<Canary?> FindCanaryAsync(QueueKey queue, CancellationToken cancellationToken) =>
        Do(() => _canaries.FindLast(canary => canary.Queue == queue), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> BeginCanaryAsync(Canary canary, CancellationToken cancellationToken) => Do(() =>
    {
        RequireRun(canary.RunId);
        if (_canaries.Exists(other => other.Queue == canary.Queue && other.State == CanaryState.Open)) return false;
        if (_canaries.Exists(other => other.CanaryId == canary.CanaryId)) throw new InvalidOperationException($"The canary '{canary.CanaryId}' is there.");
        _canaries.Add(canary);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ContinueCanaryAsync(string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken) =>
        ChangeCanaryAsync(canaryId, canary => canary with { Size = size, Deadline = deadline }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> EndCanaryAsync(string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken) =>
        ChangeCanaryAsync(canaryId, canary => canary with { State = state, EndedAt = at, Seen = seen }, cancellationToken);

    private Task<bool> ChangeCanaryAsync(string canaryId, Func<Canary, Canary> change, CancellationToken cancellationToken) => Do(() =>
    {
        var place = _canaries.FindIndex(canary => canary.CanaryId == canaryId && canary.State == CanaryState.Open);
        if (place < 0) return false;
        _canaries[place] = change(_canaries[place]);
        return true;
    }, cancellationToken);

    private bool HasRoom(string canaryId) => _canaries.Find(canary => canary.CanaryId == canaryId) is { State: CanaryState.Open } open
        && _inOrder.Select(place => At(place).Attempt)
            .Count(attempt => attempt.CanaryId == canaryId && attempt.Outcome?.Status != ResendStatus.Rejected) < open.Size;

    private void RequireRun(string runId)
    {
        if (!_runs.ContainsKey(runId)) throw new InvalidOperationException($"The run '{runId}' was not begun.");
    }
}
