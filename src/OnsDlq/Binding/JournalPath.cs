using System.Management.Automation;
using OnsDlq.Errors;
using OnsDlq.Journal;

namespace OnsDlq.Binding;

/// <summary>The place of a journal that a user names: a URI, or the full path of a file.</summary>
internal static class JournalPath
{
    /// <summary>Resolves a path; gives anything else unchanged.</summary>
    /// <exception cref="JournalException">It may hold a secret.</exception>
    /// <exception cref="CommandException">It is a path without files: see <see cref="FilePath"/>.</exception>
    public static string? Of(PSCmdlet command, string? journal)
    {
        if (journal is null || journal.Contains("://", StringComparison.Ordinal)) return journal;
        JournalAddress.Check(journal);
        return FilePath.Of(command, journal, "journal", ErrorId.InvalidJournal);
    }
}
