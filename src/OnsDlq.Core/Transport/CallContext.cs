using OnsDlq.Pace;

namespace OnsDlq.Transport;

/// <summary>The settings of one command for its calls.</summary>
internal sealed record CallContext
{
    /// <summary>The default of <see cref="TryTimeout"/>, in s.</summary>
    public const int DefaultTryTimeoutSec = 30;

    /// <summary>How long one try may take, connection and answer included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(DefaultTryTimeoutSec);

    /// <summary>How many calls of one operation may leave in a second, above 0.</summary>
    public double RequestsPerSecond { get; init; } = PaceRule.DefaultRate;

    /// <summary>
    /// Whether the calls belong to a run under -WhatIf, which writes nothing to the journal: they use this process's own pace.
    /// </summary>
    public bool IsWhatIf { get; init; }

    /// <summary>Whether the bodies in listed entries are kept; they may be large, so only on request.</summary>
    public bool WantsBodies { get; init; }

    /// <summary>Called after every try, from any thread.</summary>
    public Action<CallRecord>? Observer { get; init; }

    /// <summary>Called when a call has to wait for its pace, from any thread. It must not throw.</summary>
    public Action<PaceWait>? Waits { get; init; }

    /// <summary>Called with other notices on the calls, as text, from any thread.</summary>
    public Action<string>? Notice { get; init; }
}
