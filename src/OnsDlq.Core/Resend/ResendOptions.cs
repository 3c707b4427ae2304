using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>How a resend run goes about its messages.</summary>
internal sealed record ResendOptions
{
    /// <summary>How many messages may be in flight at once, from 1.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>How long one try may take, connection and answer included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told of every try once it has ended; called from any thread.</summary>
    public Action<CallRecord>? Observer { get; init; }
}
