using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>The journal cannot be used, so nothing may be sent.</summary>
internal sealed class JournalException(ErrorId id, string location, string message, Exception? inner = null) : OnsDlqException(id, message, inner)
{
    public string Location { get; } = location;
}
