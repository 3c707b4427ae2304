namespace OnsDlq.Journal;

/// <summary>An entry of the dead-letter queue that somebody saw.</summary>
/// <param name="Key">The message.</param>
/// <param name="StoreTimestamp">When the entry was stored, in ms since 1970-01-01 UTC.</param>
internal sealed record SeenEntry(MessageKey Key, long StoreTimestamp);
