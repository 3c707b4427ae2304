using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>The counts of all dead letters with the same values.</summary>
internal sealed class SummaryBucket
{
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private DateTimeOffset? _nextExpiry;
    private int? _highestRound;

    public int Count { get; private set; }

    /// <summary>Adds a dead letter.</summary>
    /// <param name="message">The dead letter.</param>
    /// <param name="now">The present time, to find the next expiry.</param>
    public void Add(DeadLetter message, DateTimeOffset now)
    {
        Count++;
        var stored = message.StoreTime;
        if (stored < _first) _first = stored;
        if (stored > _last) _last = stored;
        var expiry = message.ExpiresAt;
        if (expiry > now && !(_nextExpiry <= expiry)) _nextExpiry = expiry;
        if (message.Round is { } round && !(_highestRound >= round)) _highestRound = round;
    }

    /// <summary>Makes the summary.</summary>
    /// <param name="properties">The properties by which they are grouped.</param>
    /// <param name="values">The values of these properties.</param>
    /// <param name="total">How many dead letters there were in all.</param>
    /// <param name="largest">How many dead letters the largest bucket has.</param>
    public DeadLetterSummary Summarize(IReadOnlyList<SummaryProperty> properties, object?[] values, int total, int largest)
    {
        var byName = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (property, value) in properties.Zip(values)) byName.Add(property.Name, value is DateTimeOffset time ? time.LocalDateTime : value);
        return new DeadLetterSummary(string.Join(", ", values.Select(SummaryProperty.InWords)), [.. byName.Keys], new(byName))
        {
            Count = Count,
            Share = (double)Count / total,
            Bar = (double)Count / largest,
            First = _first,
            Last = _last,
            NextExpiry = _nextExpiry,
            HighestRound = _highestRound,
        };
    }
}
