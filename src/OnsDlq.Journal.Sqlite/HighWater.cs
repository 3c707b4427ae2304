using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OnsDlq.Journal.Sqlite;

/// <summary>
/// How far a journal has come, noted outside of it for each user: an old copy that is put in its place knows of less. Written, and not
/// synced: after a loss of power it may stand behind, and then tells less.
/// </summary>
internal sealed class HighWater : IDisposable
{
    private const int Width = 20;

    private readonly SafeFileHandle? _file;

    private HighWater(SafeFileHandle? file, string? trouble) => (_file, Trouble) = (file, trouble);

    /// <summary>Why it cannot be kept; null where it can, or nobody wants it.</summary>
    public string? Trouble { get; }

    /// <summary>Whether it is kept.</summary>
    public bool IsKept => _file is not null;

    /// <summary>How many commits the journal had when one of them was last noted; 0 where none was.</summary>
    public long Commits
    {
        get
        {
            var text = new byte[Width];
            if (_file is null || RandomAccess.Read(_file, text, 0) < Width) return 0;
            return long.TryParse(Encoding.ASCII.GetString(text), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var commits) ? commits : 0;
        }
    }

    /// <summary>How many commits are noted of a journal; null where none are. Makes nothing.</summary>
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

    /// <summary>Opens what is noted of a journal.</summary>
    /// <param name="folder">Where it is noted; null where it is not.</param>
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
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var path = Path.Combine(folder, journalId);
            if (!File.Exists(path)) new FileStream(path, options).Dispose();
            return new(File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(
                null, $"How far the journal has come cannot be noted in '{folder}', so that an old copy of it would not be noticed: {exception.Message}");
        }
    }

    /// <summary>Notes how many commits there are, unless more are noted.</summary>
    public void Note(long commits)
    {
        if (_file is null || Commits >= commits) return;
        try
        {
            RandomAccess.Write(_file, Encoding.ASCII.GetBytes(commits.ToString(CultureInfo.InvariantCulture).PadLeft(Width)), 0);
        }
        catch (IOException)
        {
            // What is noted stands behind then, and tells less; a full disk must not stop what the journal itself still takes.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
