using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>Of each message the newest entry, and how many there were. Keeps one dead letter a message.</summary>
/// <remarks>For one consumer group of one instance.</remarks>
internal sealed class NewestEntries
{
    private readonly Dictionary<string, Message> _messages = new(StringComparer.Ordinal);

    /// <summary>Takes note of an entry.</summary>
    public void Add(DeadLetter entry)
    {
        if (_messages.TryGetValue(entry.MsgId, out var message)) message.Add(entry);
        else _messages.Add(entry.MsgId, new Message(entry));
    }

    /// <summary>The newest entries, oldest store time first.</summary>
    public IEnumerable<DeadLetter> InOrder() => _messages.Values.OrderBy(message => message.StoreTimestamp).Select(message => message.Newest());

    private sealed class Message(DeadLetter first)
    {
        private DeadLetter _newest = first;
        // Most messages have one entry.
        private List<long>? _earlier;

        public long StoreTimestamp => _newest.StoreTimestamp;

        public void Add(DeadLetter entry)
        {
            var isNewer = entry.StoreTimestamp > _newest.StoreTimestamp;
            (_earlier ??= []).Add(isNewer ? _newest.StoreTimestamp : entry.StoreTimestamp);
            if (isNewer) _newest = entry;
        }

        public DeadLetter Newest() => _newest.AsNewest(_earlier ?? []);
    }
}
