using System.Collections.ObjectModel;

namespace OnsDlq.Summary;

/// <summary>The values by which dead letters are grouped, by the name of the property. As text they are NAME=value, separated by semicolons.</summary>
public sealed class SummaryValues : ReadOnlyDictionary<string, object?>
{
    internal SummaryValues(IDictionary<string, object?> values) : base(values)
    {
    }

    /// <summary>The values in one line.</summary>
    public override string ToString() => string.Join("; ", this.Select(value => $"{value.Key}={SummaryProperty.InWords(value.Value)}"));
}
