using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Resend;
using OnsDlq.Transport;

namespace OnsDlq.Evidence;

/// <summary>Judges a canary by the evidence on its messages; the first that failed or came back ends the wait.</summary>
internal sealed class CanaryJudge(EvidenceEnvironment environment) : ICanaryJudge
{
    /// <inheritdoc/>
    public async Task<CanaryFinding> JudgeAsync(string canaryId, TimeSpan patience, CallContext calls, CancellationToken cancellationToken)
    {
        var attempts = new List<RecordedAttempt>();
        await foreach (var recorded in environment.Journal.QueryAsync(new() { CanaryId = canaryId }, cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Attempt.MayBeExecuted) attempts.Add(recorded);
        }

        using var ear = new Ear(cancellationToken);
        try
        {
            var gatherer = new EvidenceGatherer(environment, new() { All = true, Timeout = patience, Calls = calls }, ear);
            await gatherer.GatherAsync(attempts, ear.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // One has failed or come back.
        }

        return ear.Finding(attempts);
    }

    private sealed class Ear(CancellationToken cancellationToken) : IEvidenceListener, IDisposable
    {
        private readonly CancellationTokenSource _enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private readonly Dictionary<string, EvidenceTarget> _seen = new(StringComparer.Ordinal);

        public CancellationToken Token => _enough.Token;

        public ValueTask DecidedAsync(EvidenceTarget target)
        {
            Look(target);
            return ValueTask.CompletedTask;
        }

        public void Looked(EvidenceTarget target) => Look(target);

        public void Troubled(OnsDlqException error, string what)
        {
            // What is therefore not known makes the canary inconclusive.
        }

        public void Sampled(string runId, RunStanding standing, int undecided)
        {
        }

        public void SampledPart(string runId, int sampled, int undecided, bool isOver)
        {
        }

        public void KeptSample(string runId, int size)
        {
        }

        public CanaryFinding Finding(List<RecordedAttempt> attempts)
        {
            lock (_seen)
            {
                var bad = _seen.Values.FirstOrDefault(IsBad);
                var listed = attempts.Find(one => one.Attempt.Outcome?.Status == ResendStatus.Failed && !IsConsumed(one));
                var consumed = attempts.Count(IsConsumed);
                if (bad is not null) return new(CanaryState.Failed, $"message {bad.Key.MsgId} {EvidenceText.Of(bad.Evidence!)}");
                if (listed is not null) return new(CanaryState.Failed, $"the service listed message {listed.Key.MsgId} as not resent");
                var counts = FormattableString.Invariant($"{consumed} of {attempts.Count} messages were consumed");
                if (consumed == attempts.Count) return new(CanaryState.Passed, counts);
                var open = _seen.Values.FirstOrDefault(target => target.Evidence?.Verdict == EvidenceVerdict.NotYetKnown);
                return new(CanaryState.Open, open is null ? counts : $"{counts}; message {open.Key.MsgId} {EvidenceText.Of(open.Evidence!)}");
            }

            bool IsConsumed(RecordedAttempt one) =>
                _seen.TryGetValue(one.Attempt.AttemptId, out var target) && target.Evidence?.Verdict == EvidenceVerdict.Consumed;
        }

        public void Dispose() => _enough.Dispose();

        private static bool IsBad(EvidenceTarget target) => target.Evidence?.Verdict is EvidenceVerdict.ConsumeFailed or EvidenceVerdict.Returned;

        private void Look(EvidenceTarget target)
        {
            lock (_seen) _seen[target.Attempt.AttemptId] = target;
            if (IsBad(target)) _enough.Cancel();
        }
    }
}
