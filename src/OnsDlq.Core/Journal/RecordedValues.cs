using System.Globalization;

namespace OnsDlq.Journal;

/// <summary>Values as every kind of journal records them in a column, and reads them back: a journal may come from anywhere.</summary>
internal static class RecordedValues
{
    private const long MostTicks = TimeSpan.TicksPerDay * 3;

    /// <summary>
    /// Words in one column, in order, separated by spaces: they are message IDs, store times and names of protections, which have none.
    /// </summary>
    public static string Join<T>(IEnumerable<T> words) => string.Join(' ', words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)));

    /// <summary>An enum value by its name.</summary>
    /// <exception cref="InvalidDataException">There is no such name.</exception>
    public static T Name<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, out var name) && Enum.IsDefined(name) && name.ToString() == text
            ? name
            : throw new InvalidDataException($"'{text}' is no {typeof(T).Name}.");

    /// <summary>The status of an outcome by its name.</summary>
    /// <exception cref="InvalidDataException">It is no status that an outcome can have.</exception>
    public static Messages.ResendStatus Outcome(string text) => Name<Messages.ResendStatus>(text) is var status
        && status is Messages.ResendStatus.Accepted or Messages.ResendStatus.Failed or Messages.ResendStatus.Rejected or Messages.ResendStatus.Unknown
            ? status
            : throw new InvalidDataException($"'{text}' is no outcome.");

    /// <summary>A time. One at either end of the range is moved inwards by some days, so that calculations with it do not overflow.</summary>
    public static DateTimeOffset Time(DateTimeOffset time) =>
        new(Math.Clamp(time.UtcTicks, MostTicks, DateTimeOffset.MaxValue.Ticks - MostTicks), TimeSpan.Zero);
}
