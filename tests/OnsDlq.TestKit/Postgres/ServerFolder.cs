namespace OnsDlq.TestKit.Postgres;

/// <summary>
/// A new folder for a server, which refuses to run as root: then it runs as another user, who owns the folder, and has to be able to come to it.
/// </summary>
internal static class ServerFolder
{
    /// <summary>The other user.</summary>
    public const string User = "65534";

    private static readonly string[] AsUser = ["setpriv", "--reuid", User, "--regid", User, "--clear-groups"];

    /// <summary>Whether the server runs as the other user.</summary>
    public static bool IsOfOther => Environment.IsPrivilegedProcess && OperatingSystem.IsLinux();

    /// <summary>Makes one; gives it with the words that a program is started with as its owner.</summary>
    /// <exception cref="InvalidOperationException">The other user cannot come to it.</exception>
    public static Task<(string Folder, string[] AsUser)> MakeAsync(string prefix, CancellationToken cancellationToken) =>
        MakeAsync([Path.GetTempPath(), "/tmp"], prefix, cancellationToken);

    /// <summary>The same in the first of several places that the other user can come to.</summary>
    public static async Task<(string Folder, string[] AsUser)> MakeAsync(string[] places, string prefix, CancellationToken cancellationToken)
    {
        if (!IsOfOther) return (Directory.CreateTempSubdirectory(prefix).FullName, []);
        foreach (var place in places)
        {
            var folder = (await PostgresPrograms.RunAsync("mktemp", ["-d", "-p", place, $"{prefix}XXXXXX"], cancellationToken)).Trim();
            await PostgresPrograms.RunAsync("chown", [$"{User}:{User}", folder], cancellationToken);
            if (await CanEnterAsync(folder, cancellationToken)) return (folder, AsUser);
            Directory.Delete(folder);
        }

        throw new InvalidOperationException(
            $"PostgreSQL does not run as root, and user {User} cannot come to {string.Join(" or ", places)}: set TMPDIR to a folder that everybody can enter.");
    }

    private static async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await PostgresPrograms.RunAsync(AsUser[0], [.. AsUser[1..], "test", "-x", folder], cancellationToken);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
