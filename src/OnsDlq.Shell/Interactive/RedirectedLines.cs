using OnsDlq.Shell.Terminal;

namespace OnsDlq.Shell.Interactive;

/// <summary>Lines from standard input that is no terminal.</summary>
internal sealed class RedirectedLines(TextReader reader) : ILineSource
{
    /// <inheritdoc/>
    public LineRead Next(bool continued) => new(reader.ReadLine());
}
