using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OnsDlq.Journal.Sqlite;

/// <summary>Reads columns of the journal.</summary>
internal static class Columns
{
    // SQLite does not enforce a column's type, and a journal may come from anywhere; so every value's type is checked.
    public static long Number(this SqliteDataReader reader, int column) => TypeOf(reader, column) == raw.SQLITE_INTEGER
        ? reader.GetInt64(column)
        : throw Odd(reader, column, "not an integer");

    /// <summary>Reads a count.</summary>
    /// <exception cref="InvalidDataException">It is below the least, or too large.</exception>
    public static int Count(this SqliteDataReader reader, int column, int least = 0) =>
        reader.Number(column) is >= 0 and <= int.MaxValue and var number && number >= least ? (int)number : throw Odd(reader, column, "no such number");

    public static string Text(this SqliteDataReader reader, int column) => TypeOf(reader, column) == raw.SQLITE_TEXT
        ? reader.GetString(column)
        : throw Odd(reader, column, "no text");

    /// <summary>
    /// Reads a time. One at either end of the range is moved inwards by some days, so that calculations with it do not overflow.
    /// </summary>
    /// <exception cref="InvalidDataException">It is out of range.</exception>
    public static DateTimeOffset Time(this SqliteDataReader reader, int column)
    {
        var number = reader.Number(column);
        if (number < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || number > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            throw Odd(reader, column, "no time");
        return RecordedValues.Time(DateTimeOffset.FromUnixTimeMilliseconds(number));
    }

    public static DateTimeOffset? TimeOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Time(column);

    public static string? TextOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Text(column);

    public static long? NumberOrNull(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Number(column);

    /// <summary>Reads an enum value by its name.</summary>
    /// <exception cref="InvalidDataException">There is no such name.</exception>
    public static T Name<T>(this SqliteDataReader reader, int column)
        where T : struct, Enum => RecordedValues.Name<T>(reader.Text(column));

    /// <summary>Reads several enum values by their names, in order.</summary>
    /// <exception cref="InvalidDataException">There is no such name.</exception>
    public static T[] Names<T>(this SqliteDataReader reader, int column)
        where T : struct, Enum => [.. reader.Words(column).Select(RecordedValues.Name<T>)];

    /// <summary>
    /// Words in one column, in order, separated by spaces: they are message IDs, store times and names of protections, which have none.
    /// </summary>
    public static string[] Words(this SqliteDataReader reader, int column) =>
        reader.Text(column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Numbers in one column, in order.</summary>
    /// <exception cref="InvalidDataException">There is something else.</exception>
    public static IEnumerable<long> Numbers(this SqliteDataReader reader, int column) => reader.Words(column).Select(ToNumber);

    private static long ToNumber(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidDataException($"'{text}' is no number.");

    private static int TypeOf(SqliteDataReader reader, int column) => raw.sqlite3_column_type(reader.Handle, column);

    private static InvalidDataException Odd(SqliteDataReader reader, int column, string what) => new($"'{reader.GetName(column)}' holds {what}.");
}
