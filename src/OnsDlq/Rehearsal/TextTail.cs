namespace OnsDlq.Rehearsal;

/// <summary>Reads a stream to its end and keeps its last lines, so that the writer never blocks.</summary>
internal sealed class TextTail
{
    private const int MostLines = 20;
    private readonly Queue<string> _lines = new();

    /// <summary>The last lines read so far.</summary>
    public string Text
    {
        get { lock (_lines) return string.Join(' ', _lines); }
    }

    public async Task ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_lines)
            {
                _lines.Enqueue(line.Trim());
                if (_lines.Count > MostLines) _lines.Dequeue();
            }
        }
    }
}
