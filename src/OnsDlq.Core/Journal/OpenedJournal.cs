namespace OnsDlq.Journal;

/// <summary>A journal that was just opened.</summary>
/// <param name="Journal">The journal.</param>
/// <param name="IsNew">Whether it was created now: it then knows of no earlier resends.</param>
internal sealed record OpenedJournal(IResendJournal Journal, bool IsNew)
{
    /// <summary>Throws where the members of a group could not use it; null where it has no permissions of its own.</summary>
    public Action? CheckShared { get; init; }

    /// <summary>A warning about it; null for none.</summary>
    public string? Warning { get; init; }
}
