using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>Counts dead letters by the values of their properties. Its memory grows only with the number of different values.</summary>
internal sealed class SummaryBuilder
{
    /// <summary>How many names of business properties are kept for an error message.</summary>
    public const int MostNames = 40;

    private readonly SummaryProperty[] _properties;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<object?[], SummaryBucket> _buckets = new(new SameValues());
    private readonly HashSet<SummaryProperty> _unseen;
    private readonly SortedSet<string> _businessNames = new(StringComparer.Ordinal);
    private int _total;

    /// <summary>Makes a builder.</summary>
    /// <param name="names">The names of the properties, at least one; duplicates are ignored.</param>
    /// <param name="now">The present time, to find the next expiry.</param>
    public SummaryBuilder(IEnumerable<string> names, DateTimeOffset now)
    {
        _properties = [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(SummaryProperty.Of)];
        _unseen = [.. _properties.Where(property => property.IsBusiness)];
        _now = now;
    }

    /// <summary>The business properties that no dead letter had, as they were written; empty where there was no dead letter.</summary>
    public IReadOnlyList<string> Unknown => _total == 0 ? [] : [.. _properties.Where(_unseen.Contains).Select(property => property.Name)];

    /// <summary>Names of business properties that dead letters had, up to a limit.</summary>
    public IReadOnlyCollection<string> BusinessNames => _businessNames;

    public void Add(DeadLetter message)
    {
        if (_unseen.Count > 0) Note(message);
        var values = Array.ConvertAll(_properties, property => property.Read(message));
        if (!_buckets.TryGetValue(values, out var bucket)) _buckets.Add(values, bucket = new SummaryBucket());
        bucket.Add(message, _now);
        _total++;
    }

    /// <summary>The summaries: sorted by time where the hour is among the properties, otherwise the largest first.</summary>
    public IEnumerable<DeadLetterSummary> Summarize()
    {
        if (_total == 0) return [];
        var hour = Array.FindIndex(_properties, property => property.IsHour);
        var largest = _buckets.Values.Max(bucket => bucket.Count);
        // A stable sort: equal ones stay in the order of arrival.
        return _buckets.OrderBy(pair => hour < 0 ? null : pair.Key[hour]).ThenByDescending(pair => pair.Value.Count)
            .Select(pair => pair.Value.Summarize(_properties, pair.Key, _total, largest));
    }

    private void Note(DeadLetter message)
    {
        _unseen.RemoveWhere(property => message.Properties.Keys.Contains(property.Name, StringComparer.OrdinalIgnoreCase));
        foreach (var name in message.Properties.Keys)
            if (_businessNames.Count < MostNames) _businessNames.Add(name);
    }

    private sealed class SameValues : IEqualityComparer<object?[]>
    {
        public bool Equals(object?[]? one, object?[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(object?[] values)
        {
            var hash = new HashCode();
            foreach (var value in values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
