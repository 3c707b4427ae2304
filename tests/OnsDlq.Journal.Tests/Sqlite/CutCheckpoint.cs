using System.Buffers.Binary;

namespace OnsDlq.Journal.Tests.Sqlite;

/// <summary>
/// A checkpoint that was cut off: brings the first pages of a log into its main file, in the order of their numbers as SQLite does
/// (sqlite.org/fileformat2.html#walformat). For files that nobody has open.
/// </summary>
internal sealed class CutCheckpoint
{
    private const int LogHeader = 32, FrameHeader = 24;

    private readonly SortedDictionary<uint, byte[]> _pages = [];
    private readonly int _pageSize;

    private CutCheckpoint(int pageSize) => _pageSize = pageSize;

    /// <summary>How many pages the log has.</summary>
    public int Pages => _pages.Count;

    /// <summary>Reads the pages of a log, each as the last commit left it.</summary>
    public static CutCheckpoint Of(string log)
    {
        var bytes = File.ReadAllBytes(log);
        var cut = new CutCheckpoint(Word(bytes, 8));
        var open = new Dictionary<uint, byte[]>();
        for (var at = LogHeader; at + FrameHeader + cut._pageSize <= bytes.Length; at += FrameHeader + cut._pageSize)
        {
            // Frames of an earlier use of the file have another salt.
            if (!bytes.AsSpan(at + 8, 8).SequenceEqual(bytes.AsSpan(16, 8))) break;
            open[(uint)Word(bytes, at)] = bytes[(at + FrameHeader)..(at + FrameHeader + cut._pageSize)];
            if (Word(bytes, at + 4) == 0) continue;
            foreach (var (number, page) in open) cut._pages[number] = page;
            open.Clear();
        }

        return cut;
    }

    /// <summary>Writes the first pages into a main file.</summary>
    public void Write(string main, int pages)
    {
        var left = pages;
        Write(main, _ => left-- > 0 ? _pageSize : 0);
    }

    /// <summary>Writes pages into a main file in part.</summary>
    /// <param name="main">The main file.</param>
    /// <param name="bytes">How much of each page, in the order of their numbers.</param>
    public void Write(string main, Func<uint, int> bytes)
    {
        using var file = new FileStream(main, FileMode.Open, FileAccess.Write);
        foreach (var (number, page) in _pages)
        {
            var length = Math.Min(bytes(number), _pageSize);
            if (length == 0) continue;
            file.Position = (number - 1L) * _pageSize;
            file.Write(page, 0, length);
        }
    }

    private static int Word(byte[] bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
}
