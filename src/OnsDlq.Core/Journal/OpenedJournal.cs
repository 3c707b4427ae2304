namespace OnsDlq.Journal;

/// <summary>A journal that is ready.</summary>
/// <param name="Journal">The journal.</param>
/// <param name="IsNew">It did not exist before: what was resent earlier is not known to it.</param>
internal sealed record OpenedJournal(IResendJournal Journal, bool IsNew)
{
    /// <summary>What is worth a warning; null for nothing.</summary>
    public string? Warning { get; init; }
}
