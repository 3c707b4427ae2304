using System.Globalization;
using Npgsql;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The connections to a journal's database. Nothing is left in a session, and no statement prepared there, so that a pooler may give each
/// transaction another session.
/// </summary>
internal sealed class Links : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(3);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresRules _rules;
    private readonly string _address;
    private int _away;
    private volatile bool _isClosed;

    /// <summary>Makes them; nothing is connected yet.</summary>
    /// <param name="address">Where the database is.</param>
    /// <param name="rules">The limits.</param>
    /// <param name="isForWriting">Whether of several hosts only the one is taken that can be written to; else it is preferred.</param>
    public Links(PostgresAddress address, PostgresRules rules, bool isForWriting)
    {
        (_rules, _address, Limit) = (rules, address.Uri, new(rules));
        var seconds = address.Settings.TryGetValue("connect_timeout", out var wish)
            ? int.Parse(wish, CultureInfo.InvariantCulture)
            : (int)Math.Ceiling(rules.ConnectTimeout.TotalSeconds);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = string.Join(',', address.Hosts.Select(Host)),
            Database = address.Database,
            SslMode = address.Protection,
            ApplicationName = string.Create(CultureInfo.InvariantCulture, $"OnsDlq {Environment.UserName}@{Environment.MachineName} {Environment.ProcessId}"),
            NoResetOnClose = true,
            MaxAutoPrepare = 0,
            MaxPoolSize = rules.Lanes + 4,
            ConnectionIdleLifetime = 60,
            Timeout = seconds,
            CommandTimeout = (int)Math.Ceiling(rules.StatementTimeout.TotalSeconds) + 1,
            // The server ends a statement by itself before; one that it does not hear of is not waited for.
            CancellationTimeout = -1,
            TcpKeepAlive = true,
            // After a fail-over another one of several hosts is the primary.
            HostRecheckSeconds = 1,
            IncludeErrorDetail = false,
            Username = address.User ?? DefaultUser(),
        };
        if (address.Hosts.Count == 1) (settings.Host, settings.Port) = address.Hosts[0];
        if (address.Settings.TryGetValue("sslrootcert", out var root)) settings.RootCertificate = root;
        if (address.Settings.TryGetValue("sslcert", out var certificate)) settings.SslCertificate = certificate;
        if (address.Settings.TryGetValue("sslkey", out var key)) settings.SslKey = key;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        var passwords = new Passwords(address, settings.Username, Environment.GetEnvironmentVariable);
        builder.UsePasswordProvider(server => passwords.Find(server.Host!, server.Port), (server, _) => new(passwords.Find(server.Host!, server.Port)));
        _source = address.Hosts.Count == 1
            ? builder.Build()
            : builder.BuildMultiHost().WithTargetSession(isForWriting ? TargetSessionAttributes.Primary : TargetSessionAttributes.PreferPrimary);
    }

    /// <summary>Whether the database was away when it was last asked.</summary>
    public bool IsAway => Volatile.Read(ref _away) != 0;

    /// <summary>How long is waited for the database.</summary>
    public WaitLimit Limit { get; }

    /// <summary>Takes a connection.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgresJournal));
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresTroubles.IsAway(exception))
        {
            Lost();
            throw;
        }
    }

    /// <summary>Says that a connection was lost: the others that are idle are most likely gone, too.</summary>
    public void Lost()
    {
        Volatile.Write(ref _away, 1);
        _source.Clear();
    }

    /// <summary>Says that the database has answered.</summary>
    public void Found() => Volatile.Write(ref _away, 0);

    /// <summary>Reads; waits for a database that is away.</summary>
    /// <exception cref="JournalException">It cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken, TimeSpan? patience = null)
    {
        var began = _rules.Time.GetTimestamp();
        for (var failed = 1; ; failed++)
        {
            try
            {
                var result = await Limit.DoAsync(ReadOnceAsync, IsAway).WaitAsync(cancellationToken).ConfigureAwait(false);
                Found();
                return result;
            }
            catch (Exception exception)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgresJournal));
                if (!PostgresTroubles.IsAway(exception)) throw PostgresTroubles.Name(exception, _address, reading: true);
                Lost();
                if (Limit.IsOver(began, patience ?? _rules.Patience, Pause(failed))) throw PostgresTroubles.Away(_address, exception);
            }

            await Task.Delay(Pause(failed), _rules.Time, cancellationToken).ConfigureAwait(false);
        }

        async Task<T> ReadOnceAsync()
        {
            var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false)) return await read(connection).ConfigureAwait(false);
        }
    }

    /// <summary>The wait before the next try: it doubles with each failure in a row, and differs between processes.</summary>
    public static TimeSpan Pause(int failed)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(failed - 1, 10)) * (0.75 + (Environment.ProcessId % 100 / 200.0));
        return pause < LongestPause ? pause : LongestPause;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        _source.Dispose();
        Limit.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        Limit.Dispose();
        return _source.DisposeAsync();
    }

    // Without it the library would run a program, klist, to find out who the user is elsewhere.
    private static string DefaultUser() => Environment.GetEnvironmentVariable("PGUSER") is { Length: > 0 } user ? user : Environment.UserName;

    private static string Host((string Name, int Port) host) => string.Create(
        CultureInfo.InvariantCulture, $"{(host.Name.Contains(':', StringComparison.Ordinal) ? $"[{host.Name}]" : host.Name)}:{host.Port}");
}
