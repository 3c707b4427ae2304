namespace OnsDlq.Transport;

/// <summary>What one command says about its calls.</summary>
internal sealed record CallContext
{
    /// <summary>How long one try may take, connection and answer included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told of every try once it has ended; may be called from any thread.</summary>
    public Action<CallRecord>? Observer { get; init; }
}
