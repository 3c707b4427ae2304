namespace OnsDlq.Journal;

/// <summary>Up to where the dead letters of a group were shown.</summary>
/// <param name="Version">Raised by every move; 1 at first.</param>
/// <param name="Until">The store time up to which everything was shown that was in the queue then, in UTC, to the ms.</param>
/// <param name="Seen">The entries shown that were stored around that time or later, for they are listed again. The journal does not read it.</param>
internal sealed record Bookmark(long Version, DateTimeOffset Until, string Seen);
