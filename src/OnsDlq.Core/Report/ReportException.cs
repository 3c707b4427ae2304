using OnsDlq.Errors;

namespace OnsDlq.Report;

/// <summary>A report cannot be written.</summary>
internal sealed class ReportException : OnsDlqException
{
    internal ReportException(ErrorId id, string path, string message, Exception? inner = null)
        : base(id, message, inner) => Path = path;

    /// <summary>The path of the page.</summary>
    public string Path { get; }
}
