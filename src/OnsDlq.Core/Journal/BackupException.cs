using OnsDlq.Errors;

namespace OnsDlq.Journal;

/// <summary>A copy of a journal could not be made; the journal itself is as it was.</summary>
internal sealed class BackupException(string message, Exception? inner = null) : OnsDlqException(message, inner);
