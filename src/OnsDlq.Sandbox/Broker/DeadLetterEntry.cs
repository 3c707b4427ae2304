namespace OnsDlq.Sandbox.Broker;

/// <summary>One entry of a dead-letter queue, in 24 bytes.</summary>
/// <param name="StoreTimestamp">When it was stored, Unix ms of the service's clock.</param>
/// <param name="Source">Where its content comes from.</param>
/// <param name="Ordinal">Which message of the source it is.</param>
/// <param name="ReconsumeTimes">How often it had been redelivered before.</param>
internal readonly record struct DeadLetterEntry(long StoreTimestamp, IMessageSource Source, int Ordinal, int ReconsumeTimes)
{
    /// <summary>The content of its message.</summary>
    public MessageContent Content => Source.At(Ordinal);
}
