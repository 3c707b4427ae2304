using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OnsDlq.TestKit.Postgres;

/// <summary>
/// A private server of the machine's PostgreSQL, on a loopback port and a socket, in a folder of its own. A shell holds it: when the tests' process
/// ends, however it does, the shell stops the server and deletes the folder.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Hold =
        """
        trap '' INT TERM HUP
        folder=$1; shift
        run() { (trap - INT TERM HUP; exec "$@") </dev/null >>"$folder/log" 2>&1 & pid=$!; echo "$pid"; }
        run "$@"
        while read word; do
            case "$word" in
                stop) kill -INT "$pid" 2>/dev/null; wait "$pid"; echo stopped;;
                crash) kill -QUIT "$pid" 2>/dev/null; wait "$pid"; echo stopped;;
                start) run "$@";;
            esac
        done
        kill -QUIT "$pid" 2>/dev/null; wait "$pid"; rm -rf "$folder"
        """;

    private static readonly Lazy<Task<PostgresServer>> Common =
        new(() => StartAsync(CancellationToken.None, "fsync=off", "full_page_writes=off"));

    private readonly Process _shell;
    private int _databases;

    private PostgresServer(string folder, int port, Process shell) => (Folder, Port, _shell) = (folder, port, shell);

    /// <summary>The loopback port.</summary>
    public int Port { get; }

    /// <summary>The folder with the socket, the log and the data.</summary>
    public string Folder { get; }

    /// <summary>Where the data are.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>The one server that most tests of this process share; it is started for the first. Skips the test where there is none.</summary>
    public static async Task<PostgresServer> SharedAsync(CancellationToken cancellationToken)
    {
        PostgresPrograms.Require();
        return await Common.Value.WaitAsync(cancellationToken);
    }

    /// <summary>Starts a server; the machine has to have one (see <see cref="PostgresPrograms.Require"/>).</summary>
    public static Task<PostgresServer> StartAsync(CancellationToken cancellationToken, params string[] settings) =>
        StartAsync(_ => Task.CompletedTask, cancellationToken, settings);

    /// <summary>The same.</summary>
    /// <param name="prepare">Is given the folder of the data before the start; puts files there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Settings of the server, as name=value.</param>
    public static async Task<PostgresServer> StartAsync(Func<string, Task> prepare, CancellationToken cancellationToken, params string[] settings)
    {
        var (folder, asUser) = await ServerFolder.MakeAsync("onsdlq-pg-", cancellationToken);
        var data = Path.Combine(folder, "data");
        string[] make = [.. asUser, PostgresPrograms.Of("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"];
        await PostgresPrograms.RunAsync(make[0], make[1..], cancellationToken);
        await prepare(data);
        if (asUser.Length > 0) await PostgresPrograms.RunAsync("chown", ["-R", $"{ServerFolder.User}:{ServerFolder.User}", data], cancellationToken);
        return await StartAsync(folder, asUser, settings, cancellationToken);
    }

    private static async Task<PostgresServer> StartAsync(string folder, string[] asUser, string[] settings, CancellationToken cancellationToken)
    {
        var port = FreePort();
        string[] command =
        [
            .. asUser, PostgresPrograms.Of("postgres"), "-D", Path.Combine(folder, "data"), "-k", folder, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB", "-c", "max_connections=200", "-c", "max_wal_size=256MB",
            .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", Hold, "sh", folder, .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await shell.StandardOutput.ReadLineAsync(cancellationToken);
        var server = new PostgresServer(folder, port, shell);
        await server.ReadyAsync(cancellationToken);
        return server;
    }

    /// <summary>The URI of a journal.</summary>
    /// <param name="database">The database.</param>
    /// <param name="user">The role; postgres is the superuser.</param>
    public string Uri(string database = "postgres", string user = "postgres") =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{user}@127.0.0.1:{Port}/{database}");

    /// <summary>Makes a database, and gives its name.</summary>
    public async Task<string> MakeDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"d{Interlocked.Increment(ref _databases)}");
        await SqlAsync($"CREATE DATABASE {name} STRATEGY = file_copy", cancellationToken);
        return name;
    }

    /// <summary>Runs a statement as the superuser; gives its rows, with | between columns.</summary>
    public Task<string> SqlAsync(string sql, CancellationToken cancellationToken, string database = "postgres") => PostgresPrograms.RunAsync(
        PostgresPrograms.Of("psql"),
        [
            "-X", "-At", "-q", "-v", "ON_ERROR_STOP=1", "-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-d", database,
            "-c", sql,
        ],
        cancellationToken);

    /// <summary>Starts a standby that follows it.</summary>
    public async Task<PostgresServer> FollowAsync(CancellationToken cancellationToken)
    {
        var (folder, asUser) = await ServerFolder.MakeAsync("onsdlq-pg-", cancellationToken);
        string[] copy =
        [
            .. asUser, PostgresPrograms.Of("pg_basebackup"), "-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres",
            "-D", Path.Combine(folder, "data"), "-R", "-X", "stream", "--checkpoint=fast", "--no-sync",
        ];
        await PostgresPrograms.RunAsync(copy[0], copy[1..], cancellationToken);
        return await StartAsync(folder, asUser, [], cancellationToken);
    }

    /// <summary>Starts it again as a standby that follows another server, which has followed it before; it was stopped cleanly.</summary>
    public async Task FollowAgainAsync(PostgresServer primary, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.auto.conf"),
            string.Create(CultureInfo.InvariantCulture, $"primary_conninfo = 'host={primary.Folder} port={primary.Port} user=postgres'\n"), cancellationToken);
        var signal = Path.Combine(Data, "standby.signal");
        await File.WriteAllTextAsync(signal, "", cancellationToken);
        if (ServerFolder.IsOfOther) await PostgresPrograms.RunAsync("chown", [$"{ServerFolder.User}:{ServerFolder.User}", signal], cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Makes each commit wait until a standby has it, or ends that.</summary>
    public async Task WaitForStandbyAsync(bool waits, CancellationToken cancellationToken)
    {
        await SqlAsync($"ALTER SYSTEM SET synchronous_standby_names = '{(waits ? "*" : "")}'", cancellationToken);
        await SqlAsync("SELECT pg_reload_conf()", cancellationToken);
    }

    /// <summary>Makes the primary of a standby.</summary>
    public Task PromoteAsync(CancellationToken cancellationToken) => SqlAsync("SELECT pg_promote()", cancellationToken);

    /// <summary>Keeps a copy of the data, to be restored; the server is stopped.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => PostgresPrograms.RunAsync("cp", ["-a", Data, Data + "-saved"], cancellationToken);

    /// <summary>Puts the copy in place of the data; the server is stopped.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        await PostgresPrograms.RunAsync("rm", ["-rf", Data], cancellationToken);
        await PostgresPrograms.RunAsync("mv", [Data + "-saved", Data], cancellationToken);
    }

    /// <summary>Stops it; sessions are cut off.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => TellAsync("stop", cancellationToken);

    /// <summary>Stops it and starts it again, with its settings of now.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        await StartAgainAsync(cancellationToken);
    }

    /// <summary>Ends it as if it had crashed.</summary>
    public Task CrashAsync(CancellationToken cancellationToken) => TellAsync("crash", cancellationToken);

    /// <summary>Starts it again, and waits until it answers.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        await TellAsync("start", cancellationToken);
        await ReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task TellAsync(string word, CancellationToken cancellationToken)
    {
        await _shell.StandardInput.WriteLineAsync(word.AsMemory(), cancellationToken);
        await _shell.StandardInput.FlushAsync(cancellationToken);
        await _shell.StandardOutput.ReadLineAsync(cancellationToken);
    }

    // pg_isready tells nobody when it becomes ready: it is asked again and again.
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await SqlAsync("SELECT 1", cancellationToken);
                return;
            }
            catch (InvalidOperationException trouble) when (tries < 300)
            {
                if (_shell.HasExited) throw new InvalidOperationException($"The server has ended: {trouble.Message}");
                await Task.Delay(50, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
