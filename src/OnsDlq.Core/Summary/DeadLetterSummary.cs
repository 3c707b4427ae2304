using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>A group of dead letters with the same values of some properties.</summary>
public sealed class DeadLetterSummary
{
    internal DeadLetterSummary(string name, string[] property, SummaryValues values)
    {
        Name = name;
        Property = [.. property];
        Values = values;
    }

    /// <summary>The values as text, joined by commas; what is absent is "(none)".</summary>
    public string Name { get; }

    /// <summary>The names of the properties by which they are grouped.</summary>
    public TextList Property { get; }

    /// <summary>The value of each of these properties, by name; null where it is absent.</summary>
    public SummaryValues Values { get; }

    /// <summary>How many dead letters there are.</summary>
    public int Count { get; internal init; }

    /// <summary>Their share of all dead letters that were measured, 0 to 1.</summary>
    public double Share { get; internal init; }

    /// <summary>Their number divided by that of the largest group, 0 to 1: the length of a bar.</summary>
    public double Bar { get; internal init; }

    /// <summary>When the oldest of them was stored, in local time.</summary>
    public DateTimeOffset First { get; internal init; }

    /// <summary>When the newest of them was stored, in local time.</summary>
    public DateTimeOffset Last { get; internal init; }

    /// <summary>When the next of them expires, counted from the start of the command, in local time; null where all had expired.</summary>
    public DateTimeOffset? NextExpiry { get; internal init; }

    /// <summary>The highest round among them; null where the rounds are not known.</summary>
    public int? HighestRound { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
