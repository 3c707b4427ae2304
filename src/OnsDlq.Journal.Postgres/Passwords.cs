using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Postgres;

/// <summary>
/// The password for a server that asks for one, found as PostgreSQL's own programs find it: PGPASSWORD, else the password file, which is ignored
/// where others may read it. It is looked for at each new connection, so a changed one needs no new session.
/// </summary>
/// <param name="address">The journal's address.</param>
/// <param name="user">The role.</param>
/// <param name="variable">Reads an environment variable.</param>
internal sealed class Passwords(PostgresAddress address, string user, Func<string, string?> variable)
{
    private const UnixFileMode OfOthers = (UnixFileMode)0b111_111;

    /// <summary>The password for a host.</summary>
    /// <exception cref="JournalException">There is none; the error says where it was looked for.</exception>
    public string Find(string host, int port)
    {
        if (variable("PGPASSWORD") is { Length: > 0 } given) return given;
        var path = Path();
        if (path is null) throw None("PGPASSWORD is not set, and you have no folder for a password file");
        var text = Read(path);
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var place = PlainText.Of($"{host}:{portText}:{address.Database}:{user}", 200);
        return PasswordFile.Find(text, host, portText, address.Database, user)
            ?? throw None($"PGPASSWORD is not set, and the password file '{path}' has no line for {place}");
    }

    private string? Path()
    {
        if ((address.Settings.GetValueOrDefault("passfile") ?? variable("PGPASSFILE")) is { Length: > 0 } named) return named;
        var (folder, name) = OperatingSystem.IsWindows()
            ? (Environment.SpecialFolder.ApplicationData, System.IO.Path.Combine("postgresql", "pgpass.conf"))
            : (Environment.SpecialFolder.UserProfile, ".pgpass");
        var home = Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0 ? System.IO.Path.Combine(home, name) : null;
    }

    private string Read(string path)
    {
        try
        {
            if (FileStatus.Of(path) is { } status && (status.Mode & OfOthers) != 0)
            {
                throw None(
                    $"PGPASSWORD is not set, and the password file '{path}' is ignored, because others on this machine have access to it: chmod 600 '{path}'");
            }

            return SmallFile.Read(path) ?? throw None($"PGPASSWORD is not set, and there is no password file '{path}'");
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw None($"PGPASSWORD is not set, and the password file '{path}' cannot be read: {PlainText.Of(trouble.Message, 200)}");
        }
    }

    private JournalException None(string why) => new(
        ErrorId.JournalAccessDenied, address.Uri, $"The database of the journal '{address.Uri}' asks for a password, and there is none for it: {why}.");
}
