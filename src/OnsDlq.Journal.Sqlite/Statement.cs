using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// A prepared statement for repeated use, without the layers of ADO.NET: these cost more than most statements of the journal themselves. For one
/// thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private const int OnStack = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <summary>Prepares a statement.</summary>
    /// <param name="database">The open database.</param>
    /// <param name="sql">One statement, with its values as @1, @2 …</param>
    /// <param name="values">How many values it has.</param>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public Statement(sqlite3 database, string sql, int values)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
        _places = new int[values];
        for (var index = 0; index < values; index++)
            _places[index] = raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"@{index + 1}"));
    }

    /// <summary>Runs it to its end; gives sqlite3_changes: the rows changed by it, or by the last statement that changed any.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public int Run(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            while (Step())
            {
            }

            return raw.sqlite3_changes(_database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs it up to its first row; gives the first column, null where there is no row or it is NULL.</summary>
    /// <exception cref="SqliteException">SQLite cannot.</exception>
    public object? First(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            if (!Step()) return null;
            return raw.sqlite3_column_type(_statement, 0) switch
            {
                raw.SQLITE_NULL => null,
                raw.SQLITE_INTEGER => raw.sqlite3_column_int64(_statement, 0),
                _ => raw.sqlite3_column_text(_statement, 0).utf8_to_string(),
            };
        }
        finally
        {
            Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        Check(code);
        return code == raw.SQLITE_ROW;
    }

    // Reset repeats the error of the last step, which was already checked.
    private void Reset() => _ = raw.sqlite3_reset(_statement);

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++) Check(Bind(_places[index], values[index]));
    }

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        DateTimeOffset time => raw.sqlite3_bind_int64(_statement, place, time.ToUnixTimeMilliseconds()),
        Enum name => BindText(place, name.ToString()),
        string text => BindText(place, text),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value of a journal.", nameof(value)),
    };

    private int BindText(int place, string text)
    {
        // An empty span would be bound as NULL.
        if (text.Length == 0) return raw.sqlite3_bind_text(_statement, place, text);
        Span<byte> room = stackalloc byte[OnStack];
        if (Encoding.UTF8.GetMaxByteCount(text.Length) > OnStack) room = new byte[Encoding.UTF8.GetByteCount(text)];
        return raw.sqlite3_bind_text(_statement, place, room[..Encoding.UTF8.GetBytes(text, room)]);
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
