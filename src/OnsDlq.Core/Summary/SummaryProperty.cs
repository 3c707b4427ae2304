using System.Globalization;
using System.Reflection;
using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>A property that dead letters are grouped by: one of their own, the hour in which they were stored, or a business property.</summary>
internal sealed class SummaryProperty
{
    /// <summary>The hour of the store time, in local time.</summary>
    public const string Hour = "Hour";

    // A body has its text, and each business property a name of its own.
    private static readonly string[] NoValues = [nameof(DeadLetter.Body), nameof(DeadLetter.Properties)];

    private static readonly Dictionary<string, PropertyInfo> Own = typeof(DeadLetter).GetProperties()
        .Where(property => !NoValues.Contains(property.Name)).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private readonly Func<DeadLetter, object?> _read;

    private SummaryProperty(string name, Func<DeadLetter, object?> read, bool isBusiness = false)
    {
        Name = name;
        IsBusiness = isBusiness;
        _read = read;
    }

    /// <summary>The properties that every dead letter has, the usual ones first.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [.. new[] { nameof(DeadLetter.Topic), nameof(DeadLetter.Tag), Hour }.Union(Own.Keys.Order(StringComparer.Ordinal))];

    /// <summary>Its name, as a dead letter has it.</summary>
    public string Name { get; }

    /// <summary>Whether it is looked for among the business properties, of which messages may have any.</summary>
    public bool IsBusiness { get; }

    /// <summary>Whether it is the hour.</summary>
    public bool IsHour => Name == Hour;

    /// <summary>Makes a property of its name. Case does not matter, except among business properties that differ by case alone.</summary>
    public static SummaryProperty Of(string name)
    {
        if (name.Equals(Hour, StringComparison.OrdinalIgnoreCase)) return new(Hour, message => HourOf(message.StoreTime));
        return Own.TryGetValue(name, out var own)
            ? new(own.Name, message => own.GetValue(message))
            : new(name, message => Business(message.Properties, name), isBusiness: true);
    }

    /// <summary>The value that a dead letter has; several texts are joined by blanks, and an empty text is none.</summary>
    public object? Read(DeadLetter message) => _read(message) switch
    {
        IEnumerable<string> texts when string.Join(' ', texts) is { Length: > 0 } joined => joined,
        IEnumerable<string> or "" => null,
        var value => value,
    };

    /// <summary>A value as text.</summary>
    public static string InWords(object? value) => value switch
    {
        null => "(none)",
        DateTimeOffset { Minute: 0, Second: 0, Millisecond: 0 } hour => hour.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // By the wall clock, so that hours begin where they do there, also where the offset has half an hour.
    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, time.Offset);

    private static string? Business(IReadOnlyDictionary<string, string> properties, string name)
    {
        if (properties.TryGetValue(name, out var value)) return value;
        foreach (var (other, text) in properties)
            if (other.Equals(name, StringComparison.OrdinalIgnoreCase)) return text;
        return null;
    }
}
