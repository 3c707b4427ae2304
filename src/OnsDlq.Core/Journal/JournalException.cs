using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>The journal cannot be used, so nothing may be sent.</summary>
internal sealed class JournalException(JournalFault fault, string location, string message, Exception? inner = null)
    : OnsDlqException(message, inner)
{
    /// <summary>What is wrong.</summary>
    public JournalFault Fault { get; } = fault;

    /// <summary>Which journal.</summary>
    public string Location { get; } = location;
}
