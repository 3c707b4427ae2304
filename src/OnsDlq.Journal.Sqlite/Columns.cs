using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Sqlite;

/// <summary>How the columns of a journal read.</summary>
internal static class Columns
{
    public static DateTimeOffset Time(this SqliteDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static string? TextOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? NumberOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>Reads a name of an enumeration.</summary>
    /// <exception cref="InvalidDataException">It has no such name.</exception>
    public static T Name<T>(this SqliteDataReader reader, int column)
        where T : struct, Enum => ToName<T>(reader.GetString(column));

    /// <summary>Reads names of an enumeration, in order.</summary>
    /// <exception cref="InvalidDataException">It has no such name.</exception>
    public static T[] Names<T>(this SqliteDataReader reader, int column)
        where T : struct, Enum => [.. reader.Words(column).Select(ToName<T>)];

    /// <summary>Words in one column, in order. None holds a blank: they are message IDs, store times and names of protections.</summary>
    public static string[] Words(this SqliteDataReader reader, int column) =>
        reader.GetString(column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Numbers in one column, in order.</summary>
    /// <exception cref="InvalidDataException">Something else stands there.</exception>
    public static IEnumerable<long> Numbers(this SqliteDataReader reader, int column) => reader.Words(column).Select(ToNumber);

    public static string Join<T>(IEnumerable<T> words) => string.Join(' ', words.Select(word => Convert.ToString(word, CultureInfo.InvariantCulture)));

    private static long ToNumber(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidDataException($"'{text}' is no number.");

    private static T ToName<T>(string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, out var name) && Enum.IsDefined(name)
            ? name
            : throw new InvalidDataException($"'{text}' is no {typeof(T).Name}.");
}
