using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>The services that a resend run uses, and the user it runs for.</summary>
internal sealed record ResendEnvironment
{
    public required IDeadLetterClient Client { get; init; }

    /// <summary>The operations on consumers; null where the run does not look at them.</summary>
    public IConsumerClient? Consumers { get; init; }

    public required ServiceClock Clock { get; init; }

    /// <summary>The service's name in the journal: see <see cref="Realms.Realm"/>.</summary>
    public required string Realm { get; init; }

    /// <summary>Reads what is known of messages; by default the journal does.</summary>
    public IMessageHistories Histories
    {
        get => field ?? Journal;
        init;
    }

    /// <summary>The journal to write to. Under -WhatIf there is none, since nothing is claimed.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public IResendJournal Journal
    {
        get => field ?? throw new InvalidOperationException("It is only asked what would be done: nothing is written.");
        init;
    }

    /// <summary>Finds out what became of a canary's messages.</summary>
    /// <exception cref="InvalidOperationException">The run has no canary.</exception>
    public ICanaryJudge Canaries
    {
        get => field ?? throw new InvalidOperationException("This run has no canary.");
        init;
    }

    public required ClaimHolder Holder { get; init; }

    /// <summary>Tells whether a holder is proven dead: same boot, same PID namespace, and its process no longer exists.</summary>
    public required Func<ClaimHolder, bool> IsProvenDead { get; init; }

    /// <summary>Who runs it: user@machine.</summary>
    public required string User { get; init; }

    /// <summary>Makes the IDs of runs and attempts.</summary>
    public required TimeOrderedIds Ids { get; init; }

    public required TimeProvider Time { get; init; }
}
