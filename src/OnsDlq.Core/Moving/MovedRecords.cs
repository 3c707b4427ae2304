using OnsDlq.Journal;

namespace OnsDlq.Moving;

/// <summary>A part of a journal's records, as many as one transaction of another journal takes.</summary>
/// <remarks>Of the samples of a run only the newest moves, for that is the one that counts.</remarks>
internal sealed record MovedRecords
{
    /// <summary>Runs with their ends and samples, oldest first. They come before everything that belongs to them.</summary>
    public IReadOnlyList<RecordedRun> Runs { get; init; } = [];

    /// <summary>Canaries, oldest first.</summary>
    public IReadOnlyList<Canary> Canaries { get; init; } = [];

    /// <summary>Attempts, oldest first.</summary>
    public IReadOnlyList<MovedAttempt> Attempts { get; init; } = [];

    /// <summary>All blocks of the journal, those that are over included; null where this part does not tell.</summary>
    public IReadOnlyList<RecordedBlock>? Blocks { get; init; }

    /// <summary>Bookmarks.</summary>
    public IReadOnlyList<MovedBookmark> Bookmarks { get; init; } = [];

    /// <summary>Gaps, oldest first.</summary>
    public IReadOnlyList<JournalGap> Gaps { get; init; } = [];

    /// <summary>Paces that are slowed.</summary>
    public IReadOnlyList<MovedPace> Paces { get; init; } = [];

    /// <summary>The evidence on these attempts.</summary>
    public IReadOnlyList<FoundEvidence> Evidence =>
    [
        .. from moved in Attempts where moved.Attempt.Evidence is not null select new FoundEvidence(moved.Attempt.AttemptId, moved.Attempt.Evidence!),
    ];

    /// <summary>How much it is.</summary>
    public MergedRecords Count => new(
        Attempts.Count, Attempts.Sum(moved => moved.Attempt.Outcomes.Count), Runs.Count, Blocks?.Count ?? 0, Bookmarks.Count,
        Attempts.Count(moved => moved.Attempt.Outcome is null));
}
