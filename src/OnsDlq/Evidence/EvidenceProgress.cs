using System.Globalization;
using System.Management.Automation;
using OnsDlq.Formatting;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Evidence;

/// <summary>What a gathering has found so far: only for display. Thread-safe.</summary>
/// <param name="all">How many attempts it is about.</param>
/// <param name="runs">Of how many runs.</param>
/// <param name="calls">The calls made.</param>
internal sealed class EvidenceProgress(int all, int runs, CallWatch calls)
{
    private const int ActivityId = 0x0D1E;
    private readonly int[] _decided = new int[Enum.GetValues<EvidenceVerdict>().Length];
    private readonly object _gate = new();
    private RunStanding? _sampled;
    private (int Consumed, string Text) _bound = (0, "");
    private int _looks;

    /// <summary>Shows the share that is proven of a run by its sample, if it is about that run alone.</summary>
    public void Sampled(RunStanding standing) => Volatile.Write(ref _sampled, runs == 1 ? standing : null);

    /// <summary>Counts a decided attempt.</summary>
    public void Decided(EvidenceTarget target)
    {
        Interlocked.Increment(ref _decided[(int)target.Evidence!.Verdict]);
        Volatile.Read(ref _sampled)?.Take(target.Attempt.AttemptId, target.Evidence.Verdict);
    }

    /// <summary>Counts a trace that was read.</summary>
    public void Looked() => Interlocked.Increment(ref _looks);

    /// <summary>The record to show now.</summary>
    public ProgressRecord Record()
    {
        var (consumed, returned, looks) = (Of(EvidenceVerdict.Consumed), Of(EvidenceVerdict.Returned), Volatile.Read(ref _looks));
        return new ProgressRecord(
            ActivityId, "Waiting for what became of resent messages",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Bound()}{consumed} consumed, {returned} returned of {all}; {looks} {(looks == 1 ? "trace" : "traces")} read; {calls.Calls} calls{calls.Waiting}"));
    }

    // It takes numbers of hundreds of digits, so it is worked out when it changes only.
    private string Bound()
    {
        if (Volatile.Read(ref _sampled) is not { } run) return "";
        lock (_gate)
        {
            if (_bound.Text.Length == 0 || _bound.Consumed != run.Consumed) _bound = (run.Consumed, $"{ShareText.AtLeast(run.Proof?.Share)} consumed so far: ");
            return _bound.Text;
        }
    }

    private int Of(EvidenceVerdict verdict) => Volatile.Read(ref _decided[(int)verdict]);
}
