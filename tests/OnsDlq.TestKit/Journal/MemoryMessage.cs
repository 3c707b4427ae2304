using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

/// <summary>What the journal in memory keeps of one message.</summary>
internal sealed class MemoryMessage(MessageKey key)
{
    // Ascending and each once; never changed, so that histories given out may keep it.
    private long[] _entries = [];

    public MessageKey Key { get; } = key;

    public long Version { get; set; }

    public List<MemoryAttempt> Attempts { get; } = [];

    public MessageBlock? Block { get; set; }

    public long? NewestEntry => _entries.Length == 0 ? null : _entries[^1];

    public bool IsClaimed => Attempts.Count > 0 && Attempts.Exists(attempt => attempt.IsLive);

    public MessageHistory History => new(Key, Version, [.. Attempts.Select(attempt => attempt.Attempt)], _entries, Block);

    public void Note(IReadOnlyList<long> entries)
    {
        if (entries.Count > 0) _entries = _entries.Length == 0 && entries.Count == 1 ? [entries[0]] : [.. _entries.Union(entries).Order()];
    }
}
