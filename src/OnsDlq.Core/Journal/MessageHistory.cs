namespace OnsDlq.Journal;

/// <summary>Everything the journal knows of one message, as of one version.</summary>
/// <param name="Key">The message.</param>
/// <param name="Version">Raised by every claim, renewal, settle and block; 0 for a message the journal never saw.</param>
/// <param name="Attempts">Every attempt, oldest first.</param>
/// <param name="EntriesSeen">The store times (ms since 1970-01-01 UTC) of every entry ever seen, ascending, each once.</param>
/// <param name="Block">The block, ended or not; null where there is none.</param>
internal sealed record MessageHistory(
    MessageKey Key, long Version, IReadOnlyList<Attempt> Attempts, IReadOnlyList<long> EntriesSeen, MessageBlock? Block)
{
    /// <summary>The history of a message the journal never saw.</summary>
    public static MessageHistory None(MessageKey key) => new(key, 0, [], [], null);
}
