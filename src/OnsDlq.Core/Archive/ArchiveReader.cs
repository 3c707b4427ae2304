using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Listing;

namespace OnsDlq.Archive;

/// <summary>Reads an archive from its beginning to its end, in memory that does not grow with it.</summary>
/// <param name="file">The file.</param>
/// <param name="path">Its path, for errors.</param>
internal sealed class ArchiveReader(Stream file, string path)
{
    private readonly ArchiveLineReader _reader = new();
    private LineScanner _lines = new(Stream.Null);

    /// <summary>Where the last line that was read begins and ends.</summary>
    public (long Start, long End) Place => (_lines.Start, _lines.End);

    /// <summary>Whether the last line that was read ends with a line feed.</summary>
    public bool IsTerminated => _lines.IsTerminated;

    /// <summary>The last checkpoint that was read; null for none.</summary>
    public ArchiveCheckpoint? LastCheckpoint { get; private set; }

    /// <summary>How many dead letters came after it.</summary>
    public long SinceCheckpoint { get; private set; }

    /// <summary>How many damaged lines came after it. Each may have been a dead letter or a checkpoint.</summary>
    public long DamagedSinceCheckpoint { get; private set; }

    /// <summary>After the last line: what shows that the saving did not come to its end, as a sentence; null where it did.</summary>
    public string? Unfinished => LastCheckpoint switch
    {
        null => "it has no checkpoint. Run the same Save-OnsDlqMessage again.",
        { IsFinished: true } when SinceCheckpoint == 0 => null,
        var last => string.Create(
            CultureInfo.InvariantCulture,
            $"its last checkpoint is after {last.Entries} lines, of {TimeRange.InWords(last.At)}. Run the same Save-OnsDlqMessage again."),
    };

    /// <summary>Reads the dead letters, each once, and the damaged lines. A damaged line does not end the reading: the others have their own
    /// checksums.</summary>
    /// <exception cref="ArchiveException">The file is not an archive, or cannot be read.</exception>
    public IEnumerable<ArchiveLine> ReadEntries(CancellationToken cancellationToken)
    {
        var replaced = Replaced(cancellationToken);
        return Read(cancellationToken).Where(line =>
            line.Damage is not null || (line.Entry is { } entry && (entry.IsAgain || entry.Trouble == BodyTrouble.None || !replaced.Contains(entry.Message))));
    }

    /// <summary>Reads all lines after the first; where a checkpoint counts other lines than there are, it says so as its damage.</summary>
    /// <exception cref="ArchiveException">The file is not an archive, or cannot be read.</exception>
    public IEnumerable<ArchiveLine> Read(CancellationToken cancellationToken)
    {
        Begin();
        while (Next(cancellationToken))
        {
            var line = _lines.IsTooLong ? new ArchiveLine(Damage: "it is longer than a dead letter can be") : _reader.Read(_lines.Line);
            if (line.Entry is not null) SinceCheckpoint++;
            if (line.Damage is not null) DamagedSinceCheckpoint++;
            if (line.Checkpoint is { } checkpoint) line = line with { Damage = Compare(checkpoint) };

            yield return line with { Number = _lines.Number };
        }
    }

    private string? Compare(ArchiveCheckpoint checkpoint)
    {
        var missing = checkpoint.Entries - (LastCheckpoint?.Entries ?? 0) - SinceCheckpoint;
        var excused = DamagedSinceCheckpoint;
        (LastCheckpoint, SinceCheckpoint, DamagedSinceCheckpoint) = (checkpoint, 0, 0);
        if (missing < 0) return string.Create(CultureInfo.InvariantCulture, $"lines above it were not written there: {-missing}");
        return missing <= excused ? null : string.Create(CultureInfo.InvariantCulture, $"lines above it are missing: {missing - excused}");
    }

    // The dead letters with a second line. There are few: only bodies that could not be read at first have one.
    private ArchiveKeys Replaced(CancellationToken cancellationToken)
    {
        var keys = new ArchiveKeys();
        Begin();
        while (Next(cancellationToken))
        {
            if (_lines.Line.Span.StartsWith(ArchiveFormat.AgainStart) && _reader.Read(_lines.Line).Entry is { } entry) keys.Add(entry.Message);
        }

        return keys;
    }

    private void Begin()
    {
        (LastCheckpoint, SinceCheckpoint, DamagedSinceCheckpoint) = (null, 0, 0);
        file.Position = 0;
        _lines = new LineScanner(file);
        var version = Next(CancellationToken.None) ? ArchiveLineReader.Version(_lines.Line) : null;
        if (version is null)
        {
            throw new ArchiveException(
                ErrorId.InvalidArchive, path, $"'{path}' is not an archive of OnsDlq, or its first line was changed.");
        }

        if (version != ArchiveFormat.Version)
        {
            throw new ArchiveException(
                ErrorId.ArchiveNewerFormat, path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A newer version of OnsDlq wrote the archive '{path}' (format {version}, this version knows {ArchiveFormat.Version})."));
        }
    }

    private bool Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _lines.Next();
        }
        catch (Exception exception) when (ArchiveFile.IsOfFiles(exception))
        {
            throw ArchiveFile.Failure(ErrorId.ArchiveUnreadable, path, exception);
        }
    }
}
