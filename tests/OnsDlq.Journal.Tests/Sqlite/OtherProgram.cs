using Microsoft.Data.Sqlite;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>A program that knows SQLite, but not the journal, and has one of its files open.</summary>
internal static class OtherProgram
{
    // Like the program sqlite3, without foreign keys.
    public static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False;Foreign Keys=False");
        connection.Open();
        return connection;
    }

    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
