using System.Management.Automation;
using OnsDlq.Messages;
using OnsDlq.Pipeline;

namespace OnsDlq.Resend;

/// <summary>Makes the progress records of a run: at most a few per second, and none for a short run.</summary>
/// <param name="time">The clock.</param>
/// <param name="speed">How fast the run sends.</param>
/// <param name="calls">The calls made; null where they are not watched.</param>
internal sealed class ResendProgress(TimeProvider time, RunSpeed speed, CallWatch? calls = null)
{
    private const int ActivityId = 0x0D1C;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _last = time.GetTimestamp();
    private bool _shown;

    /// <summary>The record to show now; null where it is too early for one.</summary>
    /// <param name="tally">The results so far.</param>
    /// <param name="expected">The expected number of results, as far as it is known.</param>
    /// <param name="isAll">Whether no more are coming, so that the remaining time is known.</param>
    public ProgressRecord? Next(ResendTally tally, int expected, bool isAll)
    {
        if (time.GetElapsedTime(_last) < Interval)
            return null;

        _last = time.GetTimestamp();
        _shown = true;
        return Record(tally, expected, isAll);
    }

    /// <summary>The record that removes the progress bar; null where none was shown.</summary>
    public ProgressRecord? Last(ResendTally tally)
    {
        if (!_shown)
            return null;

        var record = Record(tally, tally.Total, isAll: true);
        record.RecordType = ProgressRecordType.Completed;
        return record;
    }

    private ProgressRecord Record(ResendTally tally, int expected, bool isAll)
    {
        var sent = tally.Total - tally[ResendStatus.Skipped];
        var waiting = Math.Max(0, expected - tally.Total);
        var rate = speed.PerSecond(sent) is { } perSecond ? FormattableString.Invariant($"; {perSecond:0.0} a second") : "";
        var rest = waiting > 0 ? FormattableString.Invariant($"; {waiting} waiting") : "";
        var record = new ProgressRecord(ActivityId, "Resending dead letters", tally.Total == 0 ? "Begun" + rest + calls?.Waiting : $"{tally}{rate}{rest}{calls?.Waiting}");
        if (isAll && waiting > 0)
            record.SecondsRemaining = (int)Math.Min(int.MaxValue, Math.Ceiling(speed.TimeFor(waiting, sent).TotalSeconds + (calls?.Wait.TotalSeconds ?? 0)));
        return record;
    }
}
