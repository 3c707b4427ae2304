namespace OnsDlq.Sandbox.Broker;

/// <summary>One try of a consumer to consume a message.</summary>
/// <param name="Time">When it was made, in Unix ms on the service's clock.</param>
/// <param name="ReconsumeTimes">How many tries of the same delivery were made before.</param>
/// <param name="Succeeded">Whether the message was consumed.</param>
/// <param name="Client">The consumer.</param>
/// <param name="Ordinal">How many tries of the same message were made before, in all its deliveries.</param>
internal readonly record struct DeliveryTry(long Time, int ReconsumeTimes, bool Succeeded, ConsumerClient Client, int Ordinal);
