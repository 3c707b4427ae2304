using OnsDlq.Messages;

namespace OnsDlq.Listing;

/// <summary>Finds the newest entry of each message, and the number of its entries. Keeps one dead letter for each message.</summary>
/// <remarks>For one consumer group of one instance.</remarks>
internal sealed class NewestEntries
{
    private readonly Dictionary<string, Message> _messages = new(StringComparer.Ordinal);

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
        // Null for most messages, which have one entry.
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
