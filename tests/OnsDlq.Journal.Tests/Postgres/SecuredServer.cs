using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A server with a certificate for localhost, a role with a password, and one with a client certificate.</summary>
public sealed class SecuredServer : IAsyncLifetime
{
    public const string Password = "open sesame 4711";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-certificates-");

    internal PostgresServer Server { get; private set; } = null!;

    /// <summary>A file of the clients.</summary>
    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (PostgresPrograms.Folder is null) return;
        using var certificates = new Certificates();
        using var foreign = new Certificates();
        Write(File("root.pem"), certificates.Root);
        Write(File("foreign.pem"), foreign.Root);
        var client = certificates.Sign("certified");
        Write(File("client.pem"), client.Certificate);
        Write(File("client.key"), client.Key);
        Write(File("pgpass"), $"localhost:*:*:guarded:{Password}\n");
        Server = await PostgresServer.StartAsync(
            data =>
            {
                var (good, old) = (certificates.Sign("server", "localhost"), certificates.Sign("server", "localhost", isOver: true));
                Write(Path.Combine(data, "root.pem"), certificates.Root);
                Write(Path.Combine(data, "good.pem"), good.Certificate);
                Write(Path.Combine(data, "good.key"), good.Key);
                Write(Path.Combine(data, "old.pem"), old.Certificate);
                Write(Path.Combine(data, "old.key"), old.Key);
                System.IO.File.WriteAllText(
                    Path.Combine(data, "pg_hba.conf"),
                    "local all all trust\nhost all guarded 127.0.0.1/32 scram-sha-256\nhostssl all certified 127.0.0.1/32 cert\nhost all all 127.0.0.1/32 trust\n");

                // Not on the command line, which nothing overrules.
                return System.IO.File.AppendAllLinesAsync(
                    Path.Combine(data, "postgresql.conf"),
                    ["ssl = on", "ssl_cert_file = 'good.pem'", "ssl_key_file = 'good.key'", "ssl_ca_file = 'root.pem'"]);
            },
            TestContext.Current.CancellationToken);
        await Server.SqlAsync($"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{Password}'", TestContext.Current.CancellationToken);
        await Server.SqlAsync("CREATE ROLE certified LOGIN SUPERUSER", TestContext.Current.CancellationToken);
        await Server.SqlAsync("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0", TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static void Write(string path, string text)
    {
        System.IO.File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
