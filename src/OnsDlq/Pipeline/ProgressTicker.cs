using System.Management.Automation;

namespace OnsDlq.Pipeline;

/// <summary>
/// Shows a progress record every second while a task runs, even while nothing happens: then it tells what is waited for. What takes less than a
/// second shows none.
/// </summary>
internal static class ProgressTicker
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Runs a task and shows its progress.</summary>
    /// <param name="work">The task.</param>
    /// <param name="next">Makes the record to show now.</param>
    /// <param name="writer">Takes the records.</param>
    /// <param name="time">The clock.</param>
    public static async Task ShowAsync(Func<Task> work, Func<ProgressRecord> next, IPipelineWriter writer, TimeProvider time)
    {
        using var ended = new CancellationTokenSource();
        var ticking = TickAsync(next, writer, time, ended.Token);
        try
        {
            await work();
        }
        finally
        {
            await ended.CancelAsync();
            if (await ticking)
            {
                var last = next();
                last.RecordType = ProgressRecordType.Completed;
                writer.WriteProgress(last);
            }
        }
    }

    // Whether a record was shown.
    private static async Task<bool> TickAsync(Func<ProgressRecord> next, IPipelineWriter writer, TimeProvider time, CancellationToken ended)
    {
        var shown = false;
        while (true)
        {
            await Task.Delay(Interval, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested) return shown;
            writer.WriteProgress(next());
            shown = true;
        }
    }
}
