using OnsDlq.Errors;

namespace OnsDlq.Archive;

/// <summary>An archive cannot be read or written.</summary>
internal sealed class ArchiveException : OnsDlqException
{
    internal ArchiveException(ErrorId id, string path, string message, Exception? inner = null)
        : base(id, message, inner) => Path = path;

    /// <summary>The archive's path.</summary>
    public string Path { get; }
}
