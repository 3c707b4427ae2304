using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.Journal;

/// <summary>
/// The durable record of what was resent. Every method that changes something returns once the change is durable, and throws
/// <see cref="OperationCanceledException"/> only where nothing was changed; several processes may work on one journal at a time.
/// Changes become durable in the order in which they are asked for: none without all before it that can be made.
/// All times are UTC and kept to the ms at least, a pace's to the tick; times of attempts are on the service's clock.
/// </summary>
/// <exception cref="JournalException">From every method: the journal cannot be used as it stands; nothing was changed.</exception>
internal interface IResendJournal : IJournalReader, IPaceStore, IAsyncDisposable
{
    /// <summary>What tells it from every other journal, whatever place it has; null where nothing does.</summary>
    string? Identity => null;

    /// <summary>
    /// Returns where what was written will still be found: right before a request leaves it is not too late. It looks, and writes nothing.
    /// </summary>
    ValueTask CheckAsync(CancellationToken cancellationToken);

    /// <summary>Notes that a run begins.</summary>
    /// <exception cref="InvalidOperationException">A run of that ID is there.</exception>
    Task BeginRunAsync(ResendRun run, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a message for one attempt if its version is still the one decided on and it has no live claim; false otherwise. Notes the
    /// entries that were seen with it; those known before are known once all the same.
    /// </summary>
    /// <exception cref="InvalidOperationException">The run was not begun here, or an attempt of that ID is there.</exception>
    Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>
    /// Renews the lease of a live claim right before a try, noting the date that the try is signed with; false where the claim is no
    /// longer live, or the message was blocked meanwhile, and nothing may then be sent for it. Raises the version: whoever was about to call the claim
    /// abandoned, having
    /// seen the old lease, must look again.
    /// </summary>
    Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Appends an outcome to an attempt and ends its claim. A holder settles whatever the version is; anybody else must name the
    /// version decided on, and gets false where it has changed. A live claim is abandoned, never settled by a person (its holder may
    /// yet send), and only a live one is: false otherwise, as for an attempt that is not there.
    /// </summary>
    /// <exception cref="ArgumentException">Nobody may say that: see <see cref="SettleRule"/>.</exception>
    Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Sets a message's block, or takes it away with null, and raises the version.</summary>
    Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken);
}
