namespace OnsDlq.Journal;

/// <summary>The end of a run. A run whose process was killed has none.</summary>
/// <param name="At">When, in UTC.</param>
/// <param name="Skipped">How many messages it did not send.</param>
/// <param name="StoppedBy">What stopped it; null where it ended by itself.</param>
internal sealed record RunEnd(DateTimeOffset At, int Skipped, string? StoppedBy);
