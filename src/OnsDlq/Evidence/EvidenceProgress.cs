using System.Globalization;
using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Evidence;

/// <summary>What a gathering has found so far: only for display. Thread-safe.</summary>
/// <param name="all">How many attempts it is about.</param>
/// <param name="calls">The calls made.</param>
internal sealed class EvidenceProgress(int all, CallWatch calls)
{
    private const int ActivityId = 0x0D1E;
    private readonly int[] _decided = new int[Enum.GetValues<EvidenceVerdict>().Length];
    private int _looks;

    /// <summary>Counts a decided attempt.</summary>
    public void Decided(EvidenceTarget target) => Interlocked.Increment(ref _decided[(int)target.Evidence!.Verdict]);

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
                $"{consumed} consumed, {returned} returned of {all}; {looks} {(looks == 1 ? "trace" : "traces")} read; {calls.Calls} calls{calls.Waiting}"));
    }

    private int Of(EvidenceVerdict verdict) => Volatile.Read(ref _decided[(int)verdict]);
}
