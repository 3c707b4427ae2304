using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Resend;

namespace OnsDlq.Evidence;

/// <summary>Separates errors that every call would meet from those of one.</summary>
internal static class EvidenceFault
{
    /// <summary>Whether every further call would fail, too, so that the gathering has to end.</summary>
    public static bool Is(OnsDlqException error) => error is JournalException || RunFault.Is(error);
}
