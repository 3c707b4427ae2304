using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// A snapshot of the status of a journal's files. Where two snapshots are equal, the files had the same content, as far as the system shows.
/// </summary>
/// <param name="Path">The real path of the main file (links resolved): SQLite keeps the other files beside it.</param>
/// <param name="Main">The main file.</param>
/// <param name="Log">The write-ahead log (-wal); null where there is none.</param>
/// <param name="Index">The shared memory of the log (-shm); null where there is none.</param>
/// <param name="Undo">The rollback journal (-journal) of a file without a write-ahead log; null where there is none.</param>
internal sealed record FilesSeen(string Path, FileStatus Main, FileStatus? Log, FileStatus? Index, FileStatus? Undo)
{
    /// <summary>Whether the main file alone holds everything.</summary>
    public bool IsMainAlone => Log is null or { Size: 0 } && Undo is null;

    /// <summary>Reads the status of the files; null where there is no main file.</summary>
    /// <exception cref="JournalException">One of them is not a regular file, or access is denied.</exception>
    public static FilesSeen? Of(string path)
    {
        try
        {
            if (Look(path, path) is not { } main) return null;
            var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return new(real, main, Look(real + "-wal", path), Look(real + "-shm", path), Look(real + "-journal", path));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new JournalException(ErrorId.JournalUnreadable, path, $"The journal '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    // Every reader changes the shared memory, so only its existence is compared.
    public bool Equals(FilesSeen? other) =>
        other is not null && Path == other.Path && Main == other.Main && Log == other.Log && Undo == other.Undo
        && Index is null == other.Index is null;

    public override int GetHashCode() => HashCode.Combine(Path, Main);

    private static FileStatus? Look(string file, string journal) => FileStatus.Of(file) switch
    {
        { Kind: FileKind.Folder } when file == journal =>
            throw new JournalException(ErrorId.JournalUnwritable, journal, $"The journal '{journal}' is a folder; name a file."),
        { Kind: not FileKind.Regular } =>
            throw new JournalException(ErrorId.JournalCorrupt, journal, $"'{file}' is no file, but a folder, pipe, socket or device: it is not opened."),
        var status => status,
    };
}
