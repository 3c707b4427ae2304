using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// Watches the three files of an open journal: the main file, its write-ahead log (-wal), and the log's index in shared memory (-shm), which all
/// processes use. It only reads the files' status: opening and closing the main file or the index would drop this process's POSIX locks.
/// </summary>
/// <remarks>
/// It does not detect a file that is moved away and back between two checks, nor a log whose content was changed while its size is large enough.
/// On Windows an open file cannot be moved.
/// </remarks>
internal sealed class JournalFiles
{
    private const int LogHeader = 32, FrameHeader = 24, SmallestIndex = 32768;
    private const string Descriptors = "/proc/self/fd", Deleted = " (deleted)";

    private readonly string _log;
    private readonly string _index;
    private readonly int _pageSize;
    private readonly FilesNow _opened;

    /// <summary>Records the files of a journal that was just opened.</summary>
    /// <param name="main">The main file's path as SQLite resolved it, without links.</param>
    /// <param name="pageSize">The size of a page, in bytes.</param>
    public JournalFiles(string main, int pageSize)
    {
        (Main, _log, _index, _pageSize) = (main, main + "-wal", main + "-shm", pageSize);
        _opened = Look();
    }

    /// <summary>The main file's path.</summary>
    public string Main { get; }

    /// <summary>Whether the main file is still where it was opened.</summary>
    public bool IsMainInPlace => IsInPlace(Look(Main));

    /// <summary>The size of the log, in bytes; 0 where there is none.</summary>
    public long LogSize => Look(_log)?.Size ?? 0;

    /// <summary>The present status of the three files. Asked for each message that is sent, so each file is looked at once.</summary>
    public FilesNow Look() => new(Look(Main), Look(_log), Look(_index));

    /// <summary>The present status of the main file; null where it is gone.</summary>
    public FileStatus? LookAtMain() => Look(Main);

    /// <summary>The least size of a log with this number of frames.</summary>
    public long SizeOf(int frames) => frames == 0 ? 0 : LogHeader + (frames * (long)(_pageSize + FrameHeader));

    /// <summary>
    /// Tells where a file at its path is not the one that this process has open: an earlier use in this process may still hold files that were
    /// moved away. On Linux only; other systems do not show it.
    /// </summary>
    public string? TroubleAtOpening()
    {
        if (Trouble(0) is { } trouble) return trouble;
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Descriptors)) return null;
        var held = Directory.EnumerateFiles(Descriptors).Select(descriptor => (Target(descriptor), Look(descriptor))).ToArray();
        foreach (var (path, opened) in new[] { (Main, _opened.Main!), (_log, _opened.Log!), (_index, _opened.Index!) })
        {
            var named = held.Where(one => one.Item2 is not null && one.Item1 is { } target && (target == path || target == path + Deleted)).ToArray();
            if (named.Any(one => !one.Item2!.IsSameFile(opened)) || !held.Any(one => one.Item2?.IsSameFile(opened) == true))
                return $"'{path}' is not the file that this process has open";
        }

        return null;
    }

    /// <summary>What is wrong with the files now; null where nothing is.</summary>
    /// <param name="frames">How many frames the log has.</param>
    public string? Trouble(int frames) => Trouble(Look(), frames);

    /// <summary>What is wrong with the files; null where nothing is.</summary>
    /// <param name="files">The status of the files.</param>
    /// <param name="frames">How many frames the log has.</param>
    public string? Trouble(FilesNow files, int frames) =>
        !IsInPlace(files.Main) ? $"'{Main}' was moved, replaced or deleted"
        : files.Main!.Size < _opened.Main!.Size ? $"'{Main}' was written over"
        : Of(_log, _opened.Log, files.Log, SizeOf(frames)) ?? Of(_index, _opened.Index, files.Index, SmallestIndex);

    private bool IsInPlace(FileStatus? main) => main is not null && main.IsSameFile(_opened.Main!);

    private static string? Of(string path, FileStatus? opened, FileStatus? found, long leastSize) => (opened, found) switch
    {
        (null, _) or (_, null) => $"'{path}' is gone",
        ({ } then, { } now) when !now.IsSameFile(then) => $"'{path}' is another file now",
        (_, { } now) when now.Size < leastSize => $"'{path}' was emptied or cut short",
        _ => null,
    };

    private static FileStatus? Look(string path)
    {
        try
        {
            return FileStatus.Of(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without the permission to see it, the file cannot be found either.
            return null;
        }
    }

    private static string? Target(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
