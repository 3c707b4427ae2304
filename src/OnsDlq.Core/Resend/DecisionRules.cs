using System.Collections.Frozen;
using OnsDlq.Journal;

namespace OnsDlq.Resend;

/// <summary>What a decision rests on beside the message's history.</summary>
internal sealed record DecisionRules
{
    /// <summary>Now, on the service's clock.</summary>
    public required DateTimeOffset ServiceNow { get; init; }

    /// <summary>Tells whether a holder is proven dead: same boot, same process space, and its process is gone.</summary>
    public required Func<ClaimHolder, bool> IsProvenDead { get; init; }

    /// <summary>How many times a message may come back before it is held.</summary>
    public int MaxRounds { get; init; } = 3;

    /// <summary>The protections the caller lifts.</summary>
    public IReadOnlySet<SkipReason> Override { get; init; } = FrozenSet<SkipReason>.Empty;
}
