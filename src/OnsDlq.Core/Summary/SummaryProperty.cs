using System.Globalization;
using System.Reflection;
using OnsDlq.Messages;

namespace OnsDlq.Summary;

/// <summary>A property that dead letters are grouped by: one of their own, the hour in which they were stored, or a business property.</summary>
internal sealed class SummaryProperty
{
    /// <summary>The hour of the store time, in local time.</summary>
    public const string Hour = "Hour";

    // Not offered: for a body there is BodyText, and each business property is named by itself.
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

    /// <summary>Its name in the spelling of the dead letter.</summary>
    public string Name { get; }

    /// <summary>Whether it is one of the business properties, which differ from message to message.</summary>
    public bool IsBusiness { get; }

    public bool IsHour => Name == Hour;

    /// <summary>
    /// Finds a property by its name. The name is not case-sensitive, except among business properties that differ by case alone.
    /// </summary>
    public static SummaryProperty Of(string name)
    {
        if (name.Equals(Hour, StringComparison.OrdinalIgnoreCase)) return new(Hour, message => HourOf(message.StoreTime));
        return Own.TryGetValue(name, out var own)
            ? new(own.Name, message => own.GetValue(message))
            : new(name, message => Business(message.Properties, name), isBusiness: true);
    }

    /// <summary>The value of a dead letter; several texts are joined by spaces, and an empty text is null.</summary>
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
        DateTime date => InWords(new DateTimeOffset(date)),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // By local time, so that hours begin as on a local clock, also in time zones with an offset of half an hour.
    private static DateTimeOffset HourOf(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, 0, 0, time.Offset);

    private static string? Business(IReadOnlyDictionary<string, string> properties, string name)
    {
        if (properties.TryGetValue(name, out var value)) return value;
        foreach (var (other, text) in properties)
            if (other.Equals(name, StringComparison.OrdinalIgnoreCase)) return text;
        return null;
    }
}
