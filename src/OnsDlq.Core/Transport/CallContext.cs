using OnsDlq.Pace;

namespace OnsDlq.Transport;

/// <summary>What one command says about its calls.</summary>
internal sealed record CallContext
{
    /// <summary>How long one try may take where nobody says otherwise, in s.</summary>
    public const int DefaultTryTimeoutSec = 30;

    /// <summary>How long one try may take, connection and answer included.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(DefaultTryTimeoutSec);

    /// <summary>How many calls of one operation may leave in a second, above 0.</summary>
    public double RequestsPerSecond { get; init; } = PaceRule.DefaultRate;

    /// <summary>
    /// Whether the calls belong to a run that only asks what it would do (-WhatIf), and leave no trace in the journal: their pace is this
    /// process's own.
    /// </summary>
    public bool IsWhatIf { get; init; }

    /// <summary>Whether bodies that stand in listed entries are taken over; they may be large, so only where somebody wants them.</summary>
    public bool WantsBodies { get; init; }

    /// <summary>Told of every try once it has ended; may be called from any thread.</summary>
    public Action<CallRecord>? Observer { get; init; }

    /// <summary>Told in words what else is worth telling of the calls; may be called from any thread.</summary>
    public Action<string>? Notice { get; init; }
}
