using System.Globalization;
using System.Management.Automation;
using OnsDlq.Formatting;
using OnsDlq.Pipeline;

namespace OnsDlq.Listing;

/// <summary>
/// What a listing has done so far: written by its task, read by whoever shows it. There is no remaining time: the range says how much of the time
/// is covered, but not how many entries are in the rest.
/// </summary>
/// <param name="activity">What is done.</param>
/// <param name="range">The range that is listed; null where messages are looked up by ID.</param>
/// <param name="calls">The calls made.</param>
/// <param name="emitted">Gives how many were emitted, with their bodies where these are read.</param>
internal sealed class ListingProgress(string activity, TimeRange? range, CallWatch calls, Func<int> emitted)
{
    private const int ActivityId = 0x0D1D;
    private readonly int _emittedBefore = emitted();
    private long _read;
    private long _upTo = range?.Begin.UtcTicks ?? 0;

    /// <summary>Notes entries that were read.</summary>
    /// <param name="count">How many.</param>
    /// <param name="upTo">The store time of the last one; null where they are not in the order of their store times.</param>
    public void Read(int count, DateTimeOffset? upTo = null)
    {
        Interlocked.Add(ref _read, count);
        if (upTo is { } time) Interlocked.Exchange(ref _upTo, time.UtcTicks);
    }

    /// <summary>The record to show now.</summary>
    public ProgressRecord Record()
    {
        var (read, shown, upTo) = (Interlocked.Read(ref _read), emitted() - _emittedBefore, new DateTimeOffset(Interlocked.Read(ref _upTo), TimeSpan.Zero));
        var covered = range is { } asked && read > 0 ? $", up to {TimeRange.InWords(upTo < asked.End ? upTo : asked.End)}" : "";
        var passed = shown == read ? "" : string.Create(CultureInfo.InvariantCulture, $", {shown} emitted");
        var record = new ProgressRecord(
            ActivityId, Printable.Of(activity),
            string.Create(CultureInfo.InvariantCulture, $"{read} {(range is null ? "looked up" : "entries")}{passed}{covered}; {calls.Calls} {(calls.Calls == 1 ? "call" : "calls")}{calls.Waiting}"));
        if (range is { } whole && whole.End > whole.Begin)
            record.PercentComplete = (int)Math.Clamp(100 * (upTo - whole.Begin).TotalSeconds / (whole.End - whole.Begin).TotalSeconds, 0, 100);
        return record;
    }
}
