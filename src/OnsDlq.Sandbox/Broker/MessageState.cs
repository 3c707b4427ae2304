namespace OnsDlq.Sandbox.Broker;

/// <summary>The state of a message that is more than its first dead letter.</summary>
internal sealed class MessageState
{
    /// <summary>The batch the message came with, or null.</summary>
    public MessageBatch? Batch { get; init; }

    /// <summary>Its dead letters, in the order of arrival.</summary>
    public List<DeadLetterEntry> Entries { get; } = [];

    /// <summary>The consumers' behaviour for this message, where it differs from that of its batch or group.</summary>
    public ConsumerBehaviour? Consumer { get; set; }

    /// <summary>Whether a resend answers that the message could not be resent.</summary>
    public bool RefusesResend { get; set; }

    /// <summary>How many deliveries failed since its consumers' behaviour was last set.</summary>
    public int Failures { get; set; }

    /// <summary>The deliveries that reached a consumer, by time; null where there was none.</summary>
    public List<Delivery>? Deliveries { get; set; }

    /// <summary>Since when a delivery has waited for a consumer, in Unix ms.</summary>
    public long WaitingSince { get; set; }

    /// <summary>How many deliveries wait for a consumer.</summary>
    public int Waiting { get; set; }
}
