using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OnsDlq.Journal.Sqlite;

/// <summary>A connection that caches its prepared statements, for one thread at a time. Times are stored as ms since 1970-01-01 UTC.</summary>
internal sealed class JournalConnection(SqliteConnection connection) : IDisposable
{
    private const int NoCheckpointOnClose = 1006; // SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE

    // Limits against a manipulated journal: the largest value, in bytes; and how often cancellation is checked, in steps of SQLite's virtual
    // machine.
    private const int LargestValue = 32 * 1024 * 1024, Look = 5_000;

    // SQLITE_DBCONFIG_DEFENSIVE and SQLITE_DBCONFIG_TRUSTED_SCHEMA: the schema in the file is not trusted.
    private const int Defensive = 1010, TrustedSchema = 1017;

    static JournalConnection()
    {
        // No connection is used by two threads at once, so SQLite need not guard each of them by a mutex, which every call would lock. Where the
        // library is in use already this does nothing.
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD);
    }

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteCommand> _queries = new(StringComparer.Ordinal);

    /// <summary>Interrupts the running statement and all later ones.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The last schema that was checked and found valid: SQLite's schema counter, and the version.</summary>
    public (int Changes, int Version)? CheckedSchema { get; set; }

    /// <summary>The version of the schema, once it was read.</summary>
    public int SchemaVersion { get; set; }

    /// <summary>SQLite's own handle of the connection.</summary>
    public sqlite3 Handle => connection.Handle!;

    /// <summary>SQLite silently opens a write-protected file read-only, and even begins immediate transactions on it.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(connection.Handle, "main") == 1;

    /// <summary>
    /// Whether SQLite leaves the write-ahead log alone when the last connection is closed. By default it makes a checkpoint and deletes the log,
    /// even if the log belongs to another file.
    /// </summary>
    public bool LeavesLog
    {
        set => Check(raw.sqlite3_db_config(connection.Handle, NoCheckpointOnClose, value ? 1 : 0, out _));
    }

    /// <summary>The file's path with all links resolved.</summary>
    public string FullPath => raw.sqlite3_db_filename(connection.Handle, "main").utf8_to_string();

    /// <summary>Opens a connection.</summary>
    /// <param name="source">The file's path or URI.</param>
    /// <param name="mode">Whether it may write.</param>
    /// <param name="cancellationToken">See <see cref="Cancellation"/>.</param>
    /// <exception cref="SqliteException">SQLite cannot open it.</exception>
    public static JournalConnection Open(string source, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            var opened = new JournalConnection(connection) { Cancellation = cancellationToken };
            raw.sqlite3_limit(opened.Handle, raw.SQLITE_LIMIT_LENGTH, LargestValue);
            raw.sqlite3_db_config(opened.Handle, Defensive, 1, out _);
            raw.sqlite3_db_config(opened.Handle, TrustedSchema, 0, out _);
            raw.sqlite3_progress_handler(
                opened.Handle, Look, static of => ((JournalConnection)of).Cancellation.IsCancellationRequested ? 1 : 0, opened);
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes SQLite read a file that has fewer pages than its first page says, as if it ended there (sqlite.org/pragma.html#pragma_writable_schema).
    /// For a connection that cannot write.
    /// </summary>
    public void AcceptMissingPages()
    {
        raw.sqlite3_db_config(connection.Handle, Defensive, 0, out _);
        ExecuteOnce("PRAGMA writable_schema = ON");
    }

    /// <summary>Runs a statement; gives the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values.Length).Run(values);

    /// <summary>Runs a query; gives the first column of its first row, null where there is none or it is NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values.Length).First(values);

    /// <summary>Runs a query. Its reader must be closed before the same query is run again.</summary>
    public SqliteDataReader Query(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>The ID of the row that was added last. "RETURNING" would tell it, too, but opens a temporary table for each statement.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(connection.Handle);

    /// <summary>Runs statements without caching them.</summary>
    public void ExecuteOnce(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Makes a checkpoint of the given mode, outside of any transaction of this connection; gives how many frames the log has, and how many of
    /// them are in the main file.
    /// </summary>
    public (int Frames, int Folded) Checkpoint(LogMode mode)
    {
        Check(raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", (int)mode, out var frames, out var folded));
        return (frames, folded);
    }

    /// <summary>Copies a snapshot of everything into an open database.</summary>
    public void CopyTo(SqliteConnection copy) => connection.BackupDatabase(copy);

    /// <summary>Runs several queries on one snapshot: in one transaction.</summary>
    public T AtOneMoment<T>(Func<T> read)
    {
        try
        {
            // A cancelled BEGIN may have begun.
            Execute("BEGIN");
            return read();
        }
        finally
        {
            RollBack();
        }
    }

    /// <summary>Rolls the transaction back, if SQLite has not done so by itself after an error.</summary>
    public void RollBack()
    {
        if (IsInTransaction) Execute("ROLLBACK");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        foreach (var query in _queries.Values) query.Dispose();
        connection.Dispose();
    }

    private bool IsInTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    private Statement Prepare(string sql, int values)
    {
        if (!_statements.TryGetValue(sql, out var statement)) _statements.Add(sql, statement = new(connection.Handle!, sql, values));
        return statement;
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_queries.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var number = 1; number <= values.Length; number++)
                command.Parameters.Add(new() { ParameterName = string.Create(CultureInfo.InvariantCulture, $"@{number}") });
            _queries.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++) command.Parameters[index].Value = ToColumn(values[index]);
        return command;
    }

    private static object ToColumn(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Enum name => name.ToString(),
        _ => value,
    };

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, connection.Handle);
}
