namespace OnsDlq.Sandbox.Broker;

/// <summary>One entry of a dead-letter queue, in 24 bytes.</summary>
/// <param name="StoreTimestamp">When it was stored, in Unix ms on the service's clock.</param>
/// <param name="Source">The source of its content.</param>
/// <param name="Ordinal">The number of the message in its source.</param>
/// <param name="ReconsumeTimes">How often it had been redelivered before.</param>
internal readonly record struct DeadLetterEntry(long StoreTimestamp, IMessageSource Source, int Ordinal, int ReconsumeTimes)
{
    public MessageContent Content => Source.At(Ordinal);
}
