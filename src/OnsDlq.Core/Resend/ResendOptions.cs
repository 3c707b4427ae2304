using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>How a resend run goes about its messages.</summary>
internal sealed record ResendOptions
{
    /// <summary>How many messages may be in flight at once where nobody says otherwise.</summary>
    public const int DefaultThrottleLimit = 8;

    /// <summary>How many messages may be in flight at once, from 1.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>How many times a message may come back before it is held.</summary>
    public int MaxRounds { get; init; } = DecisionRules.DefaultMaxRounds;

    /// <summary>The protections the caller lifts.</summary>
    public IReadOnlySet<SkipReason> Override { get; init; } = new HashSet<SkipReason>();

    /// <summary>Why the caller sends, in the caller's words; null where none were given.</summary>
    public string? Reason { get; init; }

    /// <summary>What the run says about its calls. Under -WhatIf nothing is written to the journal.</summary>
    public CallContext Calls { get; init; } = new();
}
