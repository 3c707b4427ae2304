namespace OnsDlq.Journal;

/// <summary>Where a journal is.</summary>
/// <param name="Kind">What keeps it.</param>
/// <param name="Place">The full path of a file, or a URI that holds no password.</param>
/// <param name="IsDefault">Nobody named it: it is the user's own journal, and its folder may be made.</param>
internal sealed record JournalLocation(JournalKind Kind, string Place, bool IsDefault = false)
{
    /// <summary>The environment variable that names a journal.</summary>
    public const string Variable = "ONSDLQ_JOURNAL";

    /// <summary>Chooses the journal: the one given, the one the environment names, or the user's own (OnsDlq/journal.db).</summary>
    /// <param name="given">A path or URI; null or empty where none was given. A relative path counts from the process's folder.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="localData">The user's local data folder; empty where the user has none.</param>
    /// <exception cref="JournalException">The place is named wrongly, or there is no default place.</exception>
    public static JournalLocation Choose(string? given, Func<string, string?> environment, string localData)
    {
        if (!string.IsNullOrWhiteSpace(given)) return Parse(given);
        if (environment(Variable) is { } named && !string.IsNullOrWhiteSpace(named)) return ParseFull(named.Trim());
        if (localData.Length == 0)
        {
            throw new JournalException(
                JournalFault.Unreachable, "", $"This user has no local data folder for the journal. Name a journal with -Journal or {Variable}.");
        }

        return new(JournalKind.Sqlite, Path.Combine(localData, "OnsDlq", "journal.db"), IsDefault: true);
    }

    // What counts from the current folder would be another journal, without a memory, in every folder.
    private static JournalLocation ParseFull(string named) => named.Contains("://", StringComparison.Ordinal) || Path.IsPathFullyQualified(named)
        ? Parse(named)
        : throw new JournalException(
            JournalFault.BadLocation, named, $"{Variable} names the journal '{named}', which depends on the current folder. Give the full path.");

    /// <summary>Reads a path or URI.</summary>
    /// <exception cref="JournalException">It is a URI with a password, or of another kind than PostgreSQL's.</exception>
    public static JournalLocation Parse(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return new(JournalKind.Sqlite, Path.GetFullPath(text));

        // What is refused is not repeated whole: it may hold a secret.
        if (text[..scheme].ToUpperInvariant() is not ("POSTGRESQL" or "POSTGRES"))
        {
            throw new JournalException(
                JournalFault.BadLocation, text[..scheme] + "://…",
                $"A journal is a path or a postgresql:// URI; '{text[..scheme]}://' is neither.");
        }

        var rest = text[(scheme + 3)..];
        if (HasPassword(rest))
        {
            throw new JournalException(
                JournalFault.BadLocation, "postgresql://…",
                "The journal's URI holds a password. Leave it out and keep it in the password file (~/.pgpass) or in PGPASSWORD.");
        }

        return new(JournalKind.Postgres, "postgresql://" + rest);
    }

    /// <summary>Makes the folder of the user's own journal, for the user's eyes only; a folder somebody named must be there.</summary>
    /// <exception cref="JournalException">It cannot be made.</exception>
    public void MakeFolder()
    {
        if (!IsDefault) return;
        var folder = Path.GetDirectoryName(Place)!;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                JournalFault.Unreachable, Place,
                $"The folder '{folder}' for the journal cannot be made: {exception.Message} Name another journal with -Journal or {Variable}.", exception);
        }
    }

    private static bool HasPassword(string rest)
    {
        var authority = rest.Split('/', '?')[0];
        var at = authority.LastIndexOf('@');
        if (at >= 0 && authority.AsSpan(0, at).Contains(':')) return true;

        return rest.Split('?').Skip(1).SelectMany(query => query.Split('&')).Any(
            pair => Uri.UnescapeDataString(pair.Split('=')[0]).Trim().EndsWith("password", StringComparison.OrdinalIgnoreCase));
    }
}
