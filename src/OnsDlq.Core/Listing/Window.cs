namespace OnsDlq.Listing;

/// <summary>A window of store times, both ends included, as in the service's queries (ons-api facts, readings).</summary>
/// <param name="From">The first ms since 1970-01-01 UTC.</param>
/// <param name="To">The last ms.</param>
internal readonly record struct Window(long From, long To)
{
    /// <summary>How many ms it has.</summary>
    public long Length => To - From + 1;

    /// <summary>Whether it is one ms, the smallest window.</summary>
    public bool IsIndivisible => From == To;

    /// <summary>The window of all ms in a range. Nothing is stored before 1970, and the service does not accept such times.</summary>
    public static Window Of(TimeRange range) =>
        new(Math.Max(0, range.Begin.ToUnixTimeMilliseconds()), Math.Max(0, range.End.ToUnixTimeMilliseconds()));

    /// <summary>The same window in UTC.</summary>
    public TimeRange ToRange() => new(DateTimeOffset.FromUnixTimeMilliseconds(From), DateTimeOffset.FromUnixTimeMilliseconds(To));
}
