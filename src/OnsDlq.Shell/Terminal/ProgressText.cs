using System.Globalization;
using System.Management.Automation;

namespace OnsDlq.Shell.Terminal;

/// <summary>Puts what is going on into one line: the activity that reported last.</summary>
/// <remarks>Drawn at most ten times a second, or drawing would be slower than the work.</remarks>
internal sealed class ProgressText(Screen screen, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly HashSet<(long, int)> _open = [];
    private long _drawn;

    /// <summary>Shows a record, or takes the line away when the last activity is complete.</summary>
    public void Show(long source, ProgressRecord record)
    {
        lock (_gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
            {
                _open.Remove((source, record.ActivityId));
                if (_open.Count == 0)
                {
                    screen.ClearProgress();
                    _drawn = 0;
                }
                return;
            }
            _open.Add((source, record.ActivityId));
            if (_drawn != 0 && time.GetElapsedTime(_drawn) < Interval)
            {
                return;
            }
            _drawn = time.GetTimestamp();
            screen.ShowProgress(Describe(record));
        }
    }

    /// <summary>The pipeline ended: whatever it left open is over.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _open.Clear();
            _drawn = 0;
            screen.ClearProgress();
        }
    }

    /// <summary>The line for one record, such as <c>Resending: 120 of 400  30 %  about 12 s left</c>.</summary>
    internal static string Describe(ProgressRecord record)
    {
        var line = string.IsNullOrWhiteSpace(record.StatusDescription)
            ? record.Activity
            : $"{record.Activity}: {record.StatusDescription}";
        if (record.PercentComplete >= 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"  {record.PercentComplete} %");
        }
        if (record.SecondsRemaining >= 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"  about {record.SecondsRemaining} s left");
        }
        return line.ReplaceLineEndings(" ");
    }
}
