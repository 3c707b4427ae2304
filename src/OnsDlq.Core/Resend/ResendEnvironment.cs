using OnsDlq.Holders;
using OnsDlq.Journal;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>What a resend run works with, and on whose behalf.</summary>
internal sealed record ResendEnvironment
{
    /// <summary>The operations of the service.</summary>
    public required IDeadLetterClient Client { get; init; }

    /// <summary>The service's clock.</summary>
    public required ServiceClock Clock { get; init; }

    /// <summary>What the journal calls the service: see <see cref="Realms.Realm"/>.</summary>
    public required string Realm { get; init; }

    /// <summary>What is known of messages; what the journal tells, where nothing else is given.</summary>
    public IMessageHistories Histories
    {
        get => field ?? Journal;
        init;
    }

    /// <summary>The journal to write in. Whoever only asks what would be done gives none: nothing is claimed then.</summary>
    /// <exception cref="InvalidOperationException">None was given.</exception>
    public IResendJournal Journal
    {
        get => field ?? throw new InvalidOperationException("It is only asked what would be done: nothing is written.");
        init;
    }

    /// <summary>This process.</summary>
    public required ClaimHolder Holder { get; init; }

    /// <summary>Tells whether a holder is proven dead: same boot, same process space, and its process is gone.</summary>
    public required Func<ClaimHolder, bool> IsProvenDead { get; init; }

    /// <summary>Who runs it: user@machine.</summary>
    public required string User { get; init; }

    /// <summary>Gives runs and attempts their IDs.</summary>
    public required TimeOrderedIds Ids { get; init; }

    /// <summary>The local clock.</summary>
    public required TimeProvider Time { get; init; }
}
