namespace OnsDlq.Archive;

/// <summary>Reads the lines of a file one after the other. A line that is too long is skipped without being kept in memory.</summary>
/// <param name="stream">The file, at its beginning.</param>
/// <param name="longest">The most bytes of a line.</param>
internal sealed class LineScanner(Stream stream, int longest = ArchiveFormat.LongestLine)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _from, _filled;

    /// <summary>The line without its line feed, valid until the next one is read; empty if it is too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Where the line begins in the file.</summary>
    public long Start { get; private set; }

    /// <summary>Where it ends, with its line feed.</summary>
    public long End { get; private set; }

    public bool IsTooLong { get; private set; }

    /// <summary>Whether it ends with a line feed; only the last line of a file may not.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Reads the next line; false at the end of the file.</summary>
    public bool Next()
    {
        (Start, IsTooLong) = (End, false);
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_from + searched, _filled - _from - searched).IndexOf((byte)'\n');
            if (found >= 0) return Take(searched + found, isTerminated: true);
            searched = _filled - _from;
            if (searched > longest || IsTooLong)
            {
                IsTooLong = true;
                End += searched;
                (_from, _filled, searched) = (0, 0, 0);
            }

            if (Fill()) continue;
            return (searched > 0 || End > Start) && Take(searched, isTerminated: false);
        }
    }

    private bool Take(int length, bool isTerminated)
    {
        IsTooLong |= length > longest;
        Line = IsTooLong ? default : _buffer.AsMemory(_from, length);
        IsTerminated = isTerminated;
        if (isTerminated) length++;
        _from += length;
        End += length;
        Number++;
        return true;
    }

    private bool Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from.._filled).CopyTo(_buffer);
            (_from, _filled) = (0, _filled - _from);
        }

        if (_filled == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        return read > 0;
    }
}
