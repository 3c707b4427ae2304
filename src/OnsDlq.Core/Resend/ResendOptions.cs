using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>The options of a resend run.</summary>
internal sealed record ResendOptions
{
    /// <summary>The default of <see cref="ThrottleLimit"/>.</summary>
    public const int DefaultThrottleLimit = 8;

    /// <summary>How many messages may be in flight at once, from 1.</summary>
    public int ThrottleLimit { get; init; } = DefaultThrottleLimit;

    /// <summary>How many times a message may come back before it is held back.</summary>
    public int MaxRounds { get; init; } = DecisionRules.DefaultMaxRounds;

    /// <summary>The protections the caller lifts.</summary>
    public IReadOnlySet<SkipReason> Override { get; init; } = new HashSet<SkipReason>();

    /// <summary>Why the caller sends, in the caller's words; null where none were given.</summary>
    public string? Reason { get; init; }

    /// <summary>The few messages that are tried first; null for none.</summary>
    public CanaryOptions? Canary { get; init; }

    /// <summary>Whether the run sends without looking at the consumers.</summary>
    public bool IgnoreConsumer { get; init; }

    /// <summary>The settings of the run's calls. Under -WhatIf nothing is written to the journal.</summary>
    public CallContext Calls { get; init; } = new();

    /// <summary>The settings of the looks at consumers, whose waits and refusals are not those of the run.</summary>
    public CallContext Looks
    {
        get => field ?? Calls;
        init;
    }
}
