using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using OnsDlq.Files;

namespace OnsDlq.Journal;

/// <summary>
/// A high-water mark: the number of a journal's commits, stored outside of it for each user. An old copy that is put in its place has fewer. It
/// is written without fsync: after a loss of power the mark may be too low, and then detects less.
/// </summary>
internal sealed class HighWater : IDisposable
{
    private const int Width = 20;

    private readonly SafeFileHandle? _file;

    private HighWater(SafeFileHandle? file, string? trouble) => (_file, Trouble) = (file, trouble);

    /// <summary>Why it cannot be stored; null where it can, or where it is not wanted.</summary>
    public string? Trouble { get; }

    /// <summary>Whether it is stored.</summary>
    public bool IsKept => _file is not null;

    /// <summary>The number of commits at the last mark; 0 where there is none.</summary>
    public long Commits
    {
        get
        {
            var text = new byte[Width];
            if (_file is null || RandomAccess.Read(_file, text, 0) < Width) return 0;
            return long.TryParse(Encoding.ASCII.GetString(text), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var commits) ? commits : 0;
        }
    }

    /// <summary>Reads a journal's mark without creating it; null where there is none.</summary>
    public static long? Peek(string folder, string journalId)
    {
        try
        {
            using var noted = new HighWater(
                File.OpenHandle(Path.Combine(folder, journalId), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), null);
            return noted.Commits;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Opens a journal's mark.</summary>
    /// <param name="folder">The folder of the marks; null for none.</param>
    /// <param name="journalId">The journal.</param>
    public static HighWater Open(string? folder, string journalId)
    {
        if (folder is null) return new(null, null);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
            };
            PrivateFolder.Make(folder);

            var path = Path.Combine(folder, journalId);
            if (!File.Exists(path)) PrivateFile.Open(path, options).Dispose();
            return new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(
                null, $"The journal's commits cannot be counted in '{folder}', so that an old copy of it would not be noticed: {exception.Message}");
        }
    }

    /// <summary>Raises the mark to a number of commits.</summary>
    public void Note(long commits)
    {
        if (_file is null || Commits >= commits) return;
        try
        {
            RandomAccess.Write(_file, Encoding.ASCII.GetBytes(commits.ToString(CultureInfo.InvariantCulture).PadLeft(Width)), 0);
        }
        catch (IOException)
        {
            // The mark is then too low, and detects less. A full disk must not stop writes that the journal itself still accepts.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
