namespace OnsDlq.Journal;

/// <summary>A run as the journal keeps it.</summary>
/// <param name="Run">Its beginning.</param>
/// <param name="End">Its end; null where none is recorded.</param>
internal sealed record RecordedRun(BegunRun Run, RunEnd? End)
{
    /// <summary>The newest sample of its attempts; null where none was drawn.</summary>
    public RunSample? Sample { get; init; }
}
