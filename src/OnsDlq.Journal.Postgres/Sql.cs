using Npgsql;
using NpgsqlTypes;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// Statements with their values, which are $1, $2 and so on in the text. A statement on its way is not cancelled: the library would tell the server
/// over another connection, and wait for that, also where nothing comes through. Its time is limited, and who waits for it can stop waiting.
/// </summary>
internal static class Sql
{
    /// <summary>Runs a statement; gives the number of rows that it changed.</summary>
    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false)) return await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Runs several statements without values.</summary>
    public static async Task ScriptAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                batch.BatchCommands.Add(new(statement));
            await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a statement; gives the first column of its first row, null where there is no row or it is NULL.</summary>
    public static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object?[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            var found = await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
            return found is DBNull ? null : found;
        }
    }

    /// <summary>Runs a query; gives what is read of each row.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var rows = new List<T>();
                while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false)) rows.Add(read(reader));
                return rows;
            }
        }
    }

    /// <summary>A statement of a batch.</summary>
    public static NpgsqlBatchCommand Part(string sql, params object?[] values)
    {
        var part = new NpgsqlBatchCommand(sql);
        foreach (var value in values) part.Parameters.Add(Parameter(value));
        return part;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(Parameter(value));
        return command;
    }

    // Text is given where a value is NULL: the statements say the type of each place that may be.
    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown },
        string text => new NpgsqlParameter<string>() { TypedValue = SqlText.Store(text), NpgsqlDbType = NpgsqlDbType.Text },
        string?[] texts => new() { Value = texts.Select(SqlText.Store).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
        DateTimeOffset time => new NpgsqlParameter<DateTime>() { TypedValue = time.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        DateTimeOffset[] times => new()
        {
            Value = times.Select(time => time.UtcDateTime).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        },
        DateTimeOffset?[] times => new()
        {
            Value = times.Select(time => time?.UtcDateTime).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        },
        Enum name => Parameter(name.ToString()),
        _ => new() { Value = value },
    };
}
