using System.Globalization;
using OnsDlq.TestKit.Postgres;

namespace OnsDlq.Journal.Tests.Postgres;

/// <summary>A primary and its standby, with a role that needs a password. Skips the test where the machine has no server.</summary>
public sealed class ServerPair : IAsyncLifetime
{
    public const string Password = "o'sesame; \"47\\11";

    private const string Access =
        "local all all trust\nlocal replication all trust\nhost all guarded 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("onsdlq-hosts-");

    internal PostgresServer Primary { get; private set; } = null!;

    internal PostgresServer Standby { get; private set; } = null!;

    /// <summary>A password file.</summary>
    public string PasswordFile => Path.Combine(_folder.FullName, "pgpass");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Writes the password file: a line for each server, none where the password is null.</summary>
    public void WritePasswords(string? ofPrimary, string? ofStandby)
    {
        var lines = new[] { (Primary.Port, Password: ofPrimary), (Standby.Port, Password: ofStandby) }
            .Where(line => line.Password is not null)
            .Select(line => string.Create(
                CultureInfo.InvariantCulture, $"127.0.0.1:{line.Port}:*:guarded:{line.Password!.Replace("\\", "\\\\", StringComparison.Ordinal)}"));
        File.WriteAllLines(PasswordFile, lines);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        PostgresPrograms.Require();
        Primary = await PostgresServer.StartAsync(data => File.WriteAllTextAsync(Path.Combine(data, "pg_hba.conf"), Access, Stop), Stop, "fsync=off");
        await Primary.SqlAsync($"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{Password.Replace("'", "''", StringComparison.Ordinal)}'", Stop);
        Standby = await Primary.FollowAsync(Stop);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Standby is not null) await Standby.DisposeAsync();
        if (Primary is not null) await Primary.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
