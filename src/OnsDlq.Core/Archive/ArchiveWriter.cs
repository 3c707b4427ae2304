using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Archive;

/// <summary>
/// Appends dead letters to an archive, and continues one that is there. Earlier lines are never changed. Whenever the process is killed, the
/// archive has every line up to its last checkpoint, and most of those after it. Not thread-safe.
/// </summary>
internal sealed class ArchiveWriter : IDisposable
{
    /// <summary>A checkpoint is due after so many lines, or after <see cref="CheckpointAge"/>.</summary>
    public const int CheckpointLines = 5000;

    /// <summary>How long a line may wait for a checkpoint.</summary>
    public static readonly TimeSpan CheckpointAge = TimeSpan.FromSeconds(5);

    private const int BufferSize = 256 * 1024;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly FileStream _file;
    private readonly BufferedStream _buffer;
    private readonly ArchiveLineWriter _lines = new();
    private readonly ArchiveKeys _whole = new();
    private readonly ArchiveKeys _bare = new();
    private long _entries, _withoutBody;
    private long _sinceCheckpoint;
    private long _checkpointAt;
    private bool _failed, _closed, _isFinished;

    private ArchiveWriter(string path, TimeProvider time, FileStream file) =>
        (_path, _time, _file, _buffer, _checkpointAt) = (path, time, file, new BufferedStream(file, BufferSize), time.GetTimestamp());

    /// <summary>How many dead letters the archive has.</summary>
    public long Count { get; private set; }

    /// <summary>How many of its lines are damaged. What they had is not known, so those dead letters are added again.</summary>
    public long Damaged { get; private set; }

    /// <summary>Whether the last line was torn, so it was dropped.</summary>
    public bool HasDropped { get; private set; }

    /// <summary>Opens an archive, or makes one. Only one writer may have it open, and no reader.</summary>
    /// <exception cref="ArchiveException">It is another program's file, is in use, or cannot be read or written; it is unchanged.</exception>
    public static ArchiveWriter Open(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = ArchiveFile.OpenForWriting(path);
        var writer = new ArchiveWriter(path, time, file);
        try
        {
            writer.Guard(() =>
            {
                if (!writer.IsNew()) writer.Continue(cancellationToken);
                else writer.Write(writer._lines.Header(time.GetUtcNow()));
                writer.Sync();
            });
            return writer;
        }
        catch
        {
            writer._failed = true;
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Whether the archive has a dead letter with its body.</summary>
    public bool Has(DeadLetter message) => _whole.Contains(message);

    /// <summary>
    /// Adds a dead letter whose body was asked for. One that is there already is added again only if it had no body and now has it.
    /// </summary>
    /// <exception cref="ArchiveException">The file cannot be written.</exception>
    public void Add(BodyResult result)
    {
        var message = result.Message;
        var isWhole = result.Trouble == BodyTrouble.None;
        if (_whole.Contains(message)) return;
        var isAgain = _bare.Contains(message);
        if (isAgain && !isWhole) return;
        Guard(() => Write(_lines.Entry(new ArchivedEntry(message, result.Trouble, isAgain), _time.GetUtcNow())));
        Note(message, isWhole);
        _entries++;
        _sinceCheckpoint++;
    }

    /// <summary>Gives what was added to the operating system, so it survives the process, and writes a checkpoint if one is due.</summary>
    /// <exception cref="ArchiveException">The file cannot be written.</exception>
    public void Flush()
    {
        if (_sinceCheckpoint >= CheckpointLines || _time.GetElapsedTime(_checkpointAt) >= CheckpointAge) Checkpoint(isFinished: false);
        else Guard(_buffer.Flush);
    }

    /// <summary>Writes a checkpoint, and returns when it and everything above it is on disk.</summary>
    /// <param name="isFinished">Whether all input was saved.</param>
    /// <exception cref="ArchiveException">The file cannot be written.</exception>
    public void Checkpoint(bool isFinished)
    {
        if (_sinceCheckpoint > 0 || (isFinished && !_isFinished))
        {
            Guard(() =>
            {
                Write(_lines.Checkpoint(new ArchiveCheckpoint(_entries, _withoutBody, _time.GetUtcNow(), isFinished)));
                Sync();
            });
        }

        (_sinceCheckpoint, _checkpointAt, _isFinished) = (0, _time.GetTimestamp(), isFinished);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        try
        {
            if (!_failed) Checkpoint(isFinished: false);
        }
        catch (ArchiveException)
        {
            // What is not on disk is added again the next time.
        }

        _lines.Dispose();
        // Not the buffer: what it could not write it would try to write again.
        _file.Dispose();
    }

    // An empty file is taken, and one whose first line was torn by a crash.
    private bool IsNew()
    {
        Span<byte> start = stackalloc byte[ArchiveFormat.LongestHeader];
        _file.Position = 0;
        var length = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        start = start[..length];
        var common = Math.Min(length, ArchiveFormat.HeaderStart.Length);
        if (_file.Length > ArchiveFormat.LongestHeader || start.Contains((byte)'\n') || !start[..common].SequenceEqual(ArchiveFormat.HeaderStart[..common]))
            return false;
        _file.SetLength(0);
        _file.Position = 0;
        return true;
    }

    private void Continue(CancellationToken cancellationToken)
    {
        var reader = new ArchiveReader(_file, _path);
        var end = _file.Length;
        foreach (var line in reader.Read(cancellationToken))
        {
            if (line.Entry is { } entry) Note(entry.Message, entry.Trouble == BodyTrouble.None);
            if (line.Damage is null) continue;
            if (reader.IsTerminated) Damaged++;
            else (HasDropped, end) = (true, reader.Place.Start);
        }

        _entries = (reader.LastCheckpoint?.Entries ?? 0) + reader.SinceCheckpoint + reader.DamagedSinceCheckpoint - (HasDropped ? 1 : 0);
        (_sinceCheckpoint, _isFinished) = (reader.SinceCheckpoint, reader.Unfinished is null);
        _file.SetLength(end);
        _file.Position = end;
        if (!HasDropped && !reader.IsTerminated) Write("\n"u8.ToArray());
    }

    private void Note(DeadLetter message, bool isWhole)
    {
        var isNew = !_whole.Contains(message) && !_bare.Contains(message);
        if (isNew) Count++;
        if (isWhole ? _whole.Add(message) && !isNew : _bare.Add(message) && isNew) _withoutBody += isWhole ? -1 : 1;
    }

    private void Write(ReadOnlyMemory<byte> line) => _buffer.Write(line.Span);

    private void Sync()
    {
        _buffer.Flush();
        _file.Flush(flushToDisk: true);
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (ArchiveFile.IsOfFiles(exception))
        {
            _failed = true;
            throw ArchiveFile.Failure(ErrorId.ArchiveUnwritable, _path, exception);
        }
    }
}
