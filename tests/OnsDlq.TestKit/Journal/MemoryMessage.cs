using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

/// <summary>What the journal in memory keeps of one message.</summary>
internal sealed class MemoryMessage(MessageKey key)
{
    public MessageKey Key { get; } = key;

    public long Version { get; set; }

    public SortedSet<long> Entries { get; } = [];

    public List<MemoryAttempt> Attempts { get; } = [];

    public MessageBlock? Block { get; set; }

    public MessageHistory History => new(Key, Version, [.. Attempts.Select(attempt => attempt.Attempt)], [.. Entries], Block);
}
