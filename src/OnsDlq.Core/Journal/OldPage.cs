namespace OnsDlq.Journal;

/// <summary>The old messages of a range of row IDs.</summary>
/// <param name="Messages">Those that may go.</param>
/// <param name="Next">Where the next range begins; null after the last one.</param>
internal sealed record OldPage(IReadOnlyList<OldMessage> Messages, long? Next);
