using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>Reads columns of the journal.</summary>
internal static class Rows
{
    public static string Text(this NpgsqlDataReader row, int column) => SqlText.Read(row.GetString(column));

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Text(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column)
    {
        var time = DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);
        return RecordedValues.Time(new DateTimeOffset(time));
    }

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static long? NumberOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string[] Texts(this NpgsqlDataReader row, int column) => [.. row.GetFieldValue<string[]>(column).Select(SqlText.Read)];

    public static long[] Numbers(this NpgsqlDataReader row, int column) => row.GetFieldValue<long[]>(column);
}
