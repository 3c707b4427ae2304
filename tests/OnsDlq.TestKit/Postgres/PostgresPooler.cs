using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace OnsDlq.TestKit.Postgres;

/// <summary>A PgBouncer in transaction mode before a server: every transaction may get another session of a few.</summary>
internal sealed class PostgresPooler : IAsyncDisposable
{
    private readonly Process _shell;

    private PostgresPooler(int port, Process shell) => (Port, _shell) = (port, shell);

    public int Port { get; }

    /// <summary>Starts one. Skips the test where the machine has none.</summary>
    /// <param name="server">The server.</param>
    /// <param name="sessions">How many sessions of the server it has.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PostgresPooler> StartAsync(PostgresServer server, int sessions, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(PostgresPrograms.Bouncer is null, "There is no PgBouncer on this machine (Debian: apt-get install pgbouncer).");
        var (folder, asUser) = await ServerFolder.MakeAsync("onsdlq-pooler-", cancellationToken);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var settings = Path.Combine(folder, "pooler.ini");
        await File.WriteAllTextAsync(
            settings,
            string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host={server.Folder} port={server.Port} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {sessions}
            max_client_conn = 200

            """),
            cancellationToken);
        // The shell ends it when the tests' process ends, however it does.
        const string Hold = "folder=$1; shift; \"$@\" </dev/null >\"$folder/log\" 2>&1 & pid=$!; read end; kill -KILL $pid; wait $pid; rm -rf \"$folder\"";
        var shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", Hold, "sh", folder, .. asUser, PostgresPrograms.Bouncer!, settings]) { RedirectStandardInput = true })!;
        var pooler = new PostgresPooler(port, shell);
        await pooler.ReadyAsync(cancellationToken);
        return pooler;
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
                return;
            }
            catch (SocketException) when (tries < 200)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}
