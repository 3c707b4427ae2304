using OnsDlq.Files;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// The three files of an open journal: the main file, its log, and the index of the log, through which processes agree on what is in it.
/// Looks at them by the system's word alone: opening and closing the main file or the index would drop the locks of this process.
/// </summary>
/// <remarks>
/// It does not see a file that is taken away and put back between two looks, nor a log whose contents are changed while its size still
/// fits. Windows lets nobody take an open file away.
/// </remarks>
internal sealed class JournalFiles
{
    private const int LogHeader = 32, FrameHeader = 24, SmallestIndex = 32768;
    private const string Descriptors = "/proc/self/fd", Deleted = " (deleted)";

    private readonly string _log;
    private readonly string _index;
    private readonly int _pageSize;
    private readonly FileStatus? _openedMain;
    private readonly FileStatus? _openedLog;
    private readonly FileStatus? _openedIndex;

    /// <summary>Takes note of the files that lie where a journal was just opened.</summary>
    /// <param name="main">The main file, by the path that SQLite found at the end of all links.</param>
    /// <param name="pageSize">How large a page is, in bytes.</param>
    public JournalFiles(string main, int pageSize)
    {
        (Main, _log, _index, _pageSize) = (main, main + "-wal", main + "-shm", pageSize);
        (_openedMain, _openedLog, _openedIndex) = (Look(Main), Look(_log), Look(_index));
    }

    /// <summary>The main file's path.</summary>
    public string Main { get; }

    /// <summary>Whether the main file still lies where it was opened.</summary>
    public bool IsMainInPlace => Look(Main) is { } main && main.IsSameFile(_openedMain!);

    /// <summary>How large the log is, in bytes; 0 where there is none.</summary>
    public long LogSize => Look(_log)?.Size ?? 0;

    /// <summary>The main file as it is now; null where it is gone.</summary>
    public FileStatus? LookAtMain() => Look(Main);

    /// <summary>How large a log with so many frames is at the least.</summary>
    public long SizeOf(int frames) => frames == 0 ? 0 : LogHeader + (frames * (long)(_pageSize + FrameHeader));

    /// <summary>
    /// Says where what lies there is not what this process has open: another use of the journal in this process may still hold files
    /// that were taken away. Only Linux tells.
    /// </summary>
    public string? TroubleAtOpening()
    {
        if (Trouble(0) is { } trouble) return trouble;
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Descriptors)) return null;
        var held = Directory.EnumerateFiles(Descriptors).Select(descriptor => (Target(descriptor), Look(descriptor))).ToArray();
        foreach (var (path, opened) in new[] { (Main, _openedMain!), (_log, _openedLog!), (_index, _openedIndex!) })
        {
            var named = held.Where(one => one.Item2 is not null && one.Item1 is { } target && (target == path || target == path + Deleted)).ToArray();
            if (named.Any(one => !one.Item2!.IsSameFile(opened)) || !held.Any(one => one.Item2?.IsSameFile(opened) == true))
                return $"'{path}' is not the file that this process has open";
        }

        return null;
    }

    /// <summary>Says what is wrong with the files; null where nothing is.</summary>
    /// <param name="frames">How many frames the log holds.</param>
    public string? Trouble(int frames) =>
        !IsMainInPlace || Look(Main) is not { } main ? $"'{Main}' was moved, replaced or deleted"
        : main.Size < _openedMain!.Size ? $"'{Main}' was written over"
        : Of(_log, _openedLog, SizeOf(frames)) ?? Of(_index, _openedIndex, SmallestIndex);

    /// <summary>Says what is wrong with the main file's names; null where it has one.</summary>
    public string? TroubleWithNames() => Look(Main) switch
    {
        { Links: > 1 } main => $"the file has {main.Links} names",
        { IsMountRoot: true } => "the file itself is mounted here",
        _ => null,
    };

    private static string? Of(string path, FileStatus? opened, long leastSize) => (opened, Look(path)) switch
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
            // Whoever may not look cannot find it either.
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
