using OnsDlq.Errors;
using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>The files of a journal as they lie there at one moment. Two that are equal had the same content, as far as the system tells.</summary>
/// <param name="Path">Where the main file really lies: SQLite keeps the others beside it.</param>
/// <param name="Main">The main file.</param>
/// <param name="Log">The log of commits that are not in the main file yet; null where there is none.</param>
/// <param name="Index">The shared memory by which the log is read; null where there is none.</param>
/// <param name="Undo">What takes back an unfinished change of a file that is kept without a log; null where there is none.</param>
internal sealed record FilesSeen(string Path, FileStatus Main, FileStatus? Log, FileStatus? Index, FileStatus? Undo)
{
    /// <summary>Whether the main file alone is the journal.</summary>
    public bool IsMainAlone => Log is null or { Size: 0 } && Undo is null;

    /// <summary>Looks at the files; null where there is no main file.</summary>
    /// <exception cref="JournalException">One of them is no file, or they may not be looked at.</exception>
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
            throw new JournalException(ErrorId.JournalUnreadable, path, $"The journal '{path}' cannot be looked at: {exception.Message}", exception);
        }
    }

    // The shared memory changes with every reader; it is there or not.
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
