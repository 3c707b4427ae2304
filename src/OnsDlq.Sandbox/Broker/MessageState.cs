namespace OnsDlq.Sandbox.Broker;

/// <summary>The state of a message that is more than its first dead letter.</summary>
internal sealed class MessageState
{
    /// <summary>The batch the message came with, or null.</summary>
    public MessageBatch? Batch { get; init; }

    /// <summary>Its dead letters, in the order of arrival.</summary>
    public List<DeadLetterEntry> Entries { get; } = [];

    /// <summary>The consumers' behaviour for this message, where it differs from that of its batch or group.</summary>
    public ConsumerBehaviour? Consumer { get; private set; }

    /// <summary>Whether a resend answers that the message could not be resent.</summary>
    public bool RefusesResend { get; set; }

    /// <summary>How many deliveries failed since its consumers' behaviour was last set.</summary>
    public int Failures { get; set; }

    /// <summary>How often its consumers' behaviour was set.</summary>
    public int Setting { get; private set; }

    /// <summary>Its deliveries after resends, by time; null where there was none.</summary>
    public List<Delivery>? Deliveries { get; set; }

    /// <summary>How many tries were made in these deliveries.</summary>
    public int Tries { get; set; }

    /// <summary>Sets the consumers' behaviour for this message, null for that of its batch or group, and counts failures from 0.</summary>
    public void Set(ConsumerBehaviour? consumer)
    {
        (Consumer, Failures) = (consumer, 0);
        Setting++;
    }
}
