using System.Collections.Frozen;
using OnsDlq.Holders;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>The inputs of a decision, apart from the message's history.</summary>
internal sealed record DecisionRules
{
    /// <summary>The default of <see cref="MaxRounds"/>.</summary>
    public const int DefaultMaxRounds = 3;

    /// <summary>Now, on the service's clock; the earliest possible time where that clock is not known to the second.</summary>
    public required DateTimeOffset ServiceNow { get; init; }

    /// <summary>The latest possible time on the service's clock; null where it equals <see cref="ServiceNow"/>.</summary>
    public DateTimeOffset? ServiceLatest { get; init; }

    /// <summary>Tells whether a holder is proven dead: same boot, same PID namespace, and its process no longer exists.</summary>
    public required Func<ClaimHolder, bool> IsProvenDead { get; init; }

    /// <summary>How many times a message may come back before it is held back.</summary>
    public int MaxRounds { get; init; } = DefaultMaxRounds;

    /// <summary>The protections the caller lifts.</summary>
    public IReadOnlySet<SkipReason> Override { get; init; } = FrozenSet<SkipReason>.Empty;
}
