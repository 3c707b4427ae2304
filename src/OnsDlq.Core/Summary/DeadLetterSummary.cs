using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>What dead letters with the same values have in common.</summary>
public sealed class DeadLetterSummary
{
    internal DeadLetterSummary(string name, string[] property, IReadOnlyDictionary<string, object?> values)
    {
        Name = name;
        Property = [.. property];
        Values = values;
    }

    /// <summary>The values as text, joined by commas; what is absent is "(none)".</summary>
    public string Name { get; }

    /// <summary>The names of the properties whose values they have in common.</summary>
    public TextList Property { get; }

    /// <summary>The value of each of these properties, by name; null where it is absent.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>How many dead letters there are.</summary>
    public int Count { get; internal init; }

    /// <summary>Their part of all dead letters that were measured, 0 to 1.</summary>
    public double Share { get; internal init; }

    /// <summary>Their number as a part of the largest such number, 0 to 1: the length of a bar.</summary>
    public double Bar { get; internal init; }

    /// <summary>When the oldest of them was stored, in local time.</summary>
    public DateTimeOffset First { get; internal init; }

    /// <summary>When the newest of them was stored, in local time.</summary>
    public DateTimeOffset Last { get; internal init; }

    /// <summary>When the next of them expires, seen from the time at which the measuring began, in local time; null where all had expired.</summary>
    public DateTimeOffset? NextExpiry { get; internal init; }

    /// <summary>The highest round among them; null where no journal told rounds.</summary>
    public int? HighestRound { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
