using System.Management.Automation;

namespace OnsDlq.Resend;

/// <summary>Shows how a run goes, a few times a second at most and not at all for a short one.</summary>
/// <param name="time">Tells how much time has gone by.</param>
internal sealed class ResendProgress(TimeProvider time)
{
    private const int ActivityId = 0x0D1C;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _last = time.GetTimestamp();
    private bool _shown;

    /// <summary>The record to show now; null where it is too early for one.</summary>
    public ProgressRecord? Next(ResendTally tally)
    {
        if (time.GetElapsedTime(_last) < Interval)
            return null;

        _last = time.GetTimestamp();
        _shown = true;
        return Record(tally);
    }

    /// <summary>The record that takes the display away; null where there is none to take away.</summary>
    public ProgressRecord? Last(ResendTally tally)
    {
        if (!_shown)
            return null;

        var record = Record(tally);
        record.RecordType = ProgressRecordType.Completed;
        return record;
    }

    private static ProgressRecord Record(ResendTally tally) => new(ActivityId, "Resending dead letters", tally.ToString());
}
