using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal;

/// <summary>Where a journal is.</summary>
/// <param name="Kind">The kind of journal.</param>
/// <param name="Address">The full path of a file, or a URI without a password.</param>
/// <param name="IsDefault">Whether no journal was named, so that it is the user's default one, whose folder may be created.</param>
internal sealed record JournalLocation(JournalKind Kind, string Address, bool IsDefault = false)
{
    /// <summary>The folder of the marks: they record, outside of the journal, how many commits it has had; null for none.</summary>
    public string? Marks { get; init; }

    /// <summary>Whether it is created for a group of users: those of the group of its folder.</summary>
    public bool IsShared { get; init; }

    /// <summary>The environment variable that names a journal.</summary>
    public const string Variable = "ONSDLQ_JOURNAL";

    /// <summary>
    /// Chooses the journal: the one given, the one that the environment variable names, or the user's own (OnsDlq/journal.db).
    /// </summary>
    /// <param name="given">
    /// A path or URI; null or empty where none was given. A relative path is resolved against the process's current folder.
    /// </param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="localData">The user's local data folder; empty where the user has none.</param>
    /// <param name="isShared">Whether a group shares it; the user's own journal is never shared.</param>
    /// <exception cref="JournalException">The location is not valid, or there is no default location.</exception>
    public static JournalLocation Choose(string? given, Func<string, string?> environment, string localData, bool isShared = false)
    {
        if (!string.IsNullOrWhiteSpace(given)) return Shared(Parse(given), isShared);
        if (environment(Variable) is { } named && !string.IsNullOrWhiteSpace(named)) return Shared(ParseFull(named.Trim()), isShared);
        if (isShared)
        {
            throw new JournalException(
                ErrorId.InvalidJournal, "",
                $"Your own journal is in a folder that no other user may enter, so it cannot be shared. Name a journal with -Journal or {Variable}.");
        }

        if (localData.Length == 0)
        {
            throw new JournalException(
                ErrorId.JournalUnreachable, "", $"This user has no local data folder for the journal. Name a journal with -Journal or {Variable}.");
        }

        return new(JournalKind.Sqlite, Path.Combine(localData, "OnsDlq", "journal.db"), IsDefault: true);
    }

    private static JournalLocation Shared(JournalLocation location, bool isShared) => isShared && location.Kind != JournalKind.Sqlite
        ? throw new JournalException(
            ErrorId.InvalidJournal, location.Address,
            "-SharedJournal is for a file. Who may use a journal in a database is decided there, by the rights of its roles.")
        : location with { IsShared = isShared };

    // A relative path would mean another, empty journal in every folder.
    private static JournalLocation ParseFull(string named)
    {
        JournalAddress.Check(named);
        return named.Contains("://", StringComparison.Ordinal) || Path.IsPathFullyQualified(named)
            ? Parse(named)
            : throw new JournalException(
                ErrorId.InvalidJournal, named, $"{Variable} names the journal '{named}', which depends on the current folder. Give the full path.");
    }

    /// <summary>Reads a path or URI.</summary>
    /// <exception cref="JournalException">
    /// It is a connection string, a URI that may hold a password, or a URI of another scheme than PostgreSQL's.
    /// </exception>
    public static JournalLocation Parse(string text)
    {
        JournalAddress.Check(text);
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return new(JournalKind.Sqlite, Path.GetFullPath(text));
        return text[..scheme].ToUpperInvariant() is "POSTGRESQL" or "POSTGRES"
            ? new(JournalKind.Postgres, "postgresql://" + JournalAddress.CheckPostgres(text[(scheme + 3)..]))
            : throw JournalAddress.Foreign(text[..scheme]);
    }

    /// <summary>Creates the folder of the user's own journal, accessible to the user only; a folder that somebody named must exist.</summary>
    /// <exception cref="JournalException">It cannot be created.</exception>
    public void MakeFolder()
    {
        if (!IsDefault) return;
        var folder = Path.GetDirectoryName(Address)!;
        try
        {
            PrivateFolder.Make(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                ErrorId.JournalUnreachable, Address,
                $"The folder '{folder}' for the journal cannot be made: {exception.Message} Name another journal with -Journal or {Variable}.", exception);
        }
    }
}
