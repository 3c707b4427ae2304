namespace OnsDlq.Archive;

/// <summary>States that everything above it was on disk when it was written.</summary>
/// <param name="Entries">How many lines with dead letters there are above it.</param>
/// <param name="WithoutBody">How many dead letters have no body, or one that may be another message's.</param>
/// <param name="At">When it was written, in UTC.</param>
/// <param name="IsFinished">Whether the command that wrote it had saved all of its input.</param>
internal sealed record ArchiveCheckpoint(long Entries, long WithoutBody, DateTimeOffset At, bool IsFinished);
