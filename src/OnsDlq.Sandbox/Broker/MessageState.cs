namespace OnsDlq.Sandbox.Broker;

/// <summary>What is known of one message beyond its first dead letter.</summary>
internal sealed class MessageState
{
    /// <summary>The batch the message came with, or null.</summary>
    public MessageBatch? Batch { get; init; }

    /// <summary>Its dead letters, in the order they came.</summary>
    public List<DeadLetterEntry> Entries { get; } = [];

    /// <summary>What the consumers do with this message, where that differs from its batch's or group's behaviour.</summary>
    public ConsumerBehaviour? Consumer { get; set; }

    /// <summary>Whether a resend answers that the message could not be resent.</summary>
    public bool RefusesResend { get; set; }

    /// <summary>How many deliveries failed since its consumers' behaviour was last set.</summary>
    public int Failures { get; set; }

    /// <summary>How many deliveries wait for a consumer.</summary>
    public int Waiting { get; set; }
}
