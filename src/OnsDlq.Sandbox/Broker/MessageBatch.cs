using System.Globalization;
using System.Text;

namespace OnsDlq.Sandbox.Broker;

/// <summary>
/// Many similar messages, stored as a pattern: IDs are a prefix and the ordinal, times are spread evenly, and <c>{n}</c> in keys and body is
/// replaced by the ordinal, counted from 1.
/// </summary>
internal sealed class MessageBatch(string idPrefix, SeedItem seed, int count) : IMessageSource
{
    /// <summary>The first 24 characters of every ID in the batch.</summary>
    public string IdPrefix { get; } = idPrefix;

    /// <summary>The topic of them all.</summary>
    public string Topic => seed.Topic;

    /// <summary>How many messages there are.</summary>
    public int Count { get; } = count;

    /// <summary>The consumers' behaviour for these messages, where it differs from the group's.</summary>
    public ConsumerBehaviour? Consumer { get; set; } = seed.Consumer;

    /// <summary>Whether a resend answers that the message could not be resent.</summary>
    public bool RefusesResend { get; } = seed.RefusesResend;

    /// <summary>The ID of one message.</summary>
    public string IdAt(int ordinal) => IdPrefix + ordinal.ToString("X8", CultureInfo.InvariantCulture);

    /// <summary>The first dead letter of one message.</summary>
    public DeadLetterEntry EntryAt(int ordinal) => new(StoreTimestampAt(ordinal), this, ordinal, seed.ReconsumeTimes);

    /// <summary>The first dead letters of all, by store time.</summary>
    public DeadLetterEntry[] Entries()
    {
        var entries = new DeadLetterEntry[Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = EntryAt(i);
        }

        return entries;
    }

    /// <summary>Finds the ordinal of an ID of this batch.</summary>
    public bool TryFind(string msgId, out int ordinal) =>
        int.TryParse(msgId.AsSpan(IdPrefix.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ordinal)
        && ordinal >= 0 && ordinal < Count
        && string.Equals(IdAt(ordinal), msgId, StringComparison.Ordinal);

    /// <inheritdoc/>
    public MessageContent At(int ordinal)
    {
        var number = (ordinal + 1).ToString(CultureInfo.InvariantCulture);
        return new MessageContent
        {
            MsgId = IdAt(ordinal),
            Topic = seed.Topic,
            Tag = seed.Tag,
            Keys = seed.Keys?.Replace("{n}", number, StringComparison.Ordinal),
            Body = seed.Body ?? Encoding.UTF8.GetBytes((seed.BodyText ?? "{\"n\":{n}}").Replace("{n}", number, StringComparison.Ordinal)),
            BornTimestamp = StoreTimestampAt(ordinal) - MessageContent.RetriesMs,
            LogOffset = 512L * ordinal,
            ExtraProperties = seed.Properties,
        };
    }

    private long StoreTimestampAt(int ordinal) =>
        Count == 1 ? seed.From : seed.From + (long)((Int128)(seed.To - seed.From) * ordinal / (Count - 1));
}
