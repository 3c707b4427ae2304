using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Loading;

/// <summary>Opens journals, and loads their assembly at first use: importing the module does not load it.</summary>
/// <param name="folder">The folder with a subfolder for every kind of journal.</param>
internal sealed class JournalLoader(string folder)
{
    private static readonly Dictionary<JournalKind, (string Folder, string Assembly, string Opener)> Kinds = new()
    {
        [JournalKind.Sqlite] = ("sqlite", "OnsDlq.Journal.Sqlite", "OnsDlq.Journal.Sqlite.SqliteJournalOpener"),
        [JournalKind.Postgres] = ("postgres", "OnsDlq.Journal.Postgres", "OnsDlq.Journal.Postgres.PostgresJournalOpener"),
    };

    private readonly object _gate = new();
    private readonly Dictionary<JournalKind, IJournalOpener> _openers = [];

    /// <summary>The one loader of this process, so that no assembly is loaded twice.</summary>
    public static JournalLoader Shared { get; } = new(
        Path.Combine(Path.GetDirectoryName(typeof(JournalLoader).Assembly.Location)!, "..", "journal"));

    /// <summary>Opens a journal; creates it where it does not exist.</summary>
    /// <exception cref="JournalException">It cannot be used, or its assembly cannot be loaded; nothing was changed.</exception>
    public Task<OpenedJournal> OpenAsync(JournalLocation location, CancellationToken cancellationToken) => OpenAsync(
        location,
        opener =>
        {
            location.MakeFolder();
            return opener.OpenAsync(location, cancellationToken);
        });

    /// <summary>Opens a journal read-only; null where there is none.</summary>
    /// <exception cref="JournalException">It cannot be read, or its assembly cannot be loaded.</exception>
    public Task<IOpenedReader?> OpenReaderAsync(JournalLocation location, CancellationToken cancellationToken) =>
        OpenAsync(location, opener => opener.OpenReaderAsync(location, cancellationToken));

    private async Task<T> OpenAsync<T>(JournalLocation location, Func<IJournalOpener, Task<T>> open)
    {
        var opener = Opener(location);
        try
        {
            return await open(opener).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsLoading(exception))
        {
            // The native library is loaded when the first connection opens.
            throw Missing(location, exception);
        }
    }

    private IJournalOpener Opener(JournalLocation location)
    {
        lock (_gate)
        {
            try
            {
                if (!_openers.TryGetValue(location.Kind, out var opener)) _openers.Add(location.Kind, opener = Load(Kinds[location.Kind]));
                return opener;
            }
            catch (Exception exception) when (IsLoading(exception) || exception is InvalidOperationException)
            {
                // The resolver throws InvalidOperationException where the files beside the assembly do not belong together.
                throw Missing(location, exception);
            }
        }
    }

    private IJournalOpener Load((string Folder, string Assembly, string Opener) kind)
    {
        var path = Path.GetFullPath(Path.Combine(folder, kind.Folder, kind.Assembly + ".dll"));
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        var context = new JournalLoadContext(path);
        return (IJournalOpener)Activator.CreateInstance(context.LoadFromAssemblyPath(path).GetType(kind.Opener, throwOnError: true)!, nonPublic: true)!;
    }

    private static bool IsLoading(Exception exception) =>
        exception is FileNotFoundException or FileLoadException or BadImageFormatException or TypeLoadException or TypeInitializationException
            or MissingMemberException or InvalidCastException;

    private static JournalException Missing(JournalLocation location, Exception exception) => new(
        ErrorId.JournalUnavailable, location.Address,
        $"The library for {(location.Kind == JournalKind.Sqlite ? "SQLite" : "PostgreSQL")} journals cannot be loaded: {exception.GetBaseException().Message} Install the module again.", exception);
}
