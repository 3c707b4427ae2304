using System.Diagnostics;
using System.Globalization;

namespace OnsDlq.Benchmarks.Measuring;

/// <summary>The speed of a number of messages.</summary>
/// <param name="Rate">Messages a second.</param>
/// <param name="Processor">Processor time of this process for each message, in microseconds: it shows the cost even on a busy machine.</param>
internal readonly record struct Throughput(double Rate, double Processor)
{
    /// <summary>Measures some work.</summary>
    /// <param name="messages">How many messages it sends.</param>
    /// <param name="work">The work.</param>
    public static async Task<Throughput> OfAsync(int messages, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
        await work();
        var passed = watch.Elapsed;
        process.Refresh();
        return new(messages / passed.TotalSeconds, (process.TotalProcessorTime - before).TotalMicroseconds / messages);
    }

    /// <summary>The median of several.</summary>
    public static Throughput Median(IEnumerable<Throughput> several)
    {
        var all = several.ToArray();
        return new(Figures.Median(all.Select(one => one.Rate)), Figures.Median(all.Select(one => one.Processor)));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:0} /s at {Processor:0} us of processor each");
}
