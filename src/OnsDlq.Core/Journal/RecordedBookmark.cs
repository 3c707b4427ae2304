namespace OnsDlq.Journal;

/// <summary>A bookmark without the entries that it has seen.</summary>
/// <param name="Key">Which it is.</param>
/// <param name="Until">Its time.</param>
internal sealed record RecordedBookmark(BookmarkKey Key, DateTimeOffset Until);
