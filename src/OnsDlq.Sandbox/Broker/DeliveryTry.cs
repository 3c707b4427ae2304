namespace OnsDlq.Sandbox.Broker;

/// <summary>One try of a consumer to consume a message.</summary>
/// <param name="Time">When it was made, in Unix ms on the service's clock.</param>
/// <param name="ReconsumeTimes">How many tries of the same delivery were made before.</param>
/// <param name="Result">How it ended.</param>
/// <param name="Client">The consumer.</param>
/// <param name="Ordinal">How many tries of the same message were made before, in all its deliveries.</param>
internal readonly record struct DeliveryTry(long Time, int ReconsumeTimes, TryResult Result, ConsumerClient Client, int Ordinal)
{
    /// <summary>After how long the service gives up a try from which the consumer does not return, in ms: the clients' default.</summary>
    public const long TimeoutMs = 15 * 60 * 1000;

    /// <summary>Whether the message was consumed.</summary>
    public bool Succeeded => Result == TryResult.Success;

    /// <summary>When the service knew that it was over, in Unix ms.</summary>
    public long End => Result == TryResult.NoReturn ? Time + TimeoutMs : Time;
}
