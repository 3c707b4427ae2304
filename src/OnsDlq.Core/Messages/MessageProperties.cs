using System.Collections.ObjectModel;

namespace OnsDlq.Messages;

/// <summary>The properties of a message, by name. As text they are NAME=value, separated by semicolons.</summary>
public sealed class MessageProperties : ReadOnlyDictionary<string, string>
{
    internal MessageProperties(IReadOnlyDictionary<string, string> properties)
        : base(properties as Dictionary<string, string> ?? properties.ToDictionary(StringComparer.Ordinal))
    {
    }

    /// <summary>The properties in one line.</summary>
    public override string ToString() => string.Join("; ", this.Select(property => $"{property.Key}={property.Value}"));
}
