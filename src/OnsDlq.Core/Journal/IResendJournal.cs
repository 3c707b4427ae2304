using OnsDlq.Messages;
using OnsDlq.Pace;

namespace OnsDlq.Journal;

/// <summary>
/// The durable record of what was resent. Every method that changes something returns once the change is durable, and throws
/// <see cref="OperationCanceledException"/> only where nothing was changed. Several processes may use one journal at the same time. Changes
/// become durable in the order in which they are asked for; but settlements and renewals by holders, and claims that say which settlement they
/// come after (<see cref="Claim.After"/>), need not wait for the changes of others. All times are UTC, stored to the ms or better, those of a pace to the tick; times of
/// attempts are on the service's clock.
/// </summary>
/// <exception cref="JournalException">From every method: the journal cannot be used in its present state; nothing was changed.</exception>
internal interface IResendJournal : IJournalReader, IPaceStore, IAsyncDisposable
{
    /// <summary>A unique ID of the journal, independent of its location; null where it has none.</summary>
    string? Identity => null;

    /// <summary>
    /// Checks, right before a request leaves, that others will find what was written (that the file was not moved or deleted). Writes nothing.
    /// </summary>
    ValueTask CheckAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Says that somebody has stopped a run: where the journal is away, what is asked for until then and soon after waits no longer than this, and
    /// fails. What must not be lost of it is written once the journal is back, as far as this process lives. Returns at once.
    /// </summary>
    void ShortenWaits(TimeSpan within)
    {
    }

    /// <summary>Adds a run.</summary>
    /// <exception cref="InvalidOperationException">There is a run of that ID already.</exception>
    Task BeginRunAsync(BegunRun run, CancellationToken cancellationToken);

    /// <summary>Records the end of a run, once; false where there is no such run, or its end is recorded.</summary>
    Task<bool> EndRunAsync(string runId, RunEnd end, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a message for one attempt if its version is still the one decided on and it has no live claim (a compare-and-set); false
    /// otherwise. Also stores the entries that were seen, each once.
    /// </summary>
    /// <exception cref="InvalidOperationException">The run is not in this journal, or there is an attempt of that ID already.</exception>
    /// <exception cref="CanaryClosedException">
    /// It belongs to a canary that is not open, or whose attempts that may have been executed are as many as its size.
    /// </exception>
    Task<bool> ClaimAsync(Claim claim, CancellationToken cancellationToken);

    /// <summary>
    /// Renews the lease of a live claim right before a try, and stores the date that the try is signed with. False where the claim is no longer
    /// live, or the message was blocked meanwhile: then nothing may be sent. Raises the version, so that another process that saw the old lease
    /// cannot declare the claim abandoned without reading it again.
    /// </summary>
    Task<bool> RenewAsync(string attemptId, DateTimeOffset signedAt, DateTimeOffset leaseUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Appends an outcome to an attempt and ends its claim. The holder may settle at any version; anybody else must give the version decided on,
    /// and gets false where it has changed. False, too, where there is no such attempt, where a person or evidence settles a live claim (its
    /// holder may still send), or where a claim that is not live is declared abandoned.
    /// </summary>
    /// <exception cref="ArgumentException">The outcome is not allowed: see <see cref="SettleRule"/>.</exception>
    Task<bool> SettleAsync(string attemptId, AttemptOutcome outcome, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Sets a message's block, or removes it with null, and raises the version.</summary>
    Task BlockAsync(MessageKey key, MessageBlock? block, CancellationToken cancellationToken);

    /// <summary>
    /// Moves a bookmark, forwards or back, if its version is still the expected one (a compare-and-set), and raises that; false otherwise. The
    /// version 0 makes a bookmark that does not exist. A move that is lost later, with a part of the journal, costs nothing: the entries are shown
    /// again.
    /// </summary>
    Task<bool> MoveBookmarkAsync(BookmarkKey key, long expectedVersion, DateTimeOffset until, string seen, CancellationToken cancellationToken);

    /// <summary>
    /// Records what was found of attempts, all of it or nothing. One that is not in the journal is left out, and so is evidence that does not
    /// replace what is recorded: see <see cref="AttemptEvidence.Replaces"/>. No version is raised: evidence alone decides nothing.
    /// </summary>
    Task RecordEvidenceAsync(IReadOnlyList<FoundEvidence> found, CancellationToken cancellationToken);

    /// <summary>Adds a sample of a run; the newest counts.</summary>
    /// <exception cref="InvalidOperationException">The run is not in this journal.</exception>
    Task RecordSampleAsync(RunSample sample, CancellationToken cancellationToken);

    /// <summary>Begins a canary; false where the group has an open one.</summary>
    /// <exception cref="InvalidOperationException">The run is not in this journal, or there is a canary of that ID already.</exception>
    Task<bool> BeginCanaryAsync(Canary canary, CancellationToken cancellationToken);

    /// <summary>Gives an open canary another size and another deadline; false where it is not open.</summary>
    Task<bool> ContinueCanaryAsync(string canaryId, int size, DateTimeOffset deadline, CancellationToken cancellationToken);

    /// <summary>Ends an open canary; false where it is not open.</summary>
    /// <param name="canaryId">The canary.</param>
    /// <param name="state">How it ended: not <see cref="CanaryState.Open"/>.</param>
    /// <param name="at">When, in UTC.</param>
    /// <param name="seen">What was seen, for people.</param>
    /// <param name="cancellationToken">Cancels it, if nothing is written yet.</param>
    Task<bool> EndCanaryAsync(string canaryId, CanaryState state, DateTimeOffset at, string seen, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes what is old (see <see cref="RetentionRule"/>): messages with their attempts, outcomes and evidence; the samples of their runs; then
    /// canaries, runs and bookmarks. It does so in small transactions, between which others can write, and gives what each of them deleted once
    /// that is durable. It can be ended at any time, and repeated: what is left then is complete. Gaps are kept.
    /// </summary>
    /// <param name="before">The limit, which the caller has checked: see <see cref="JournalRetention"/>.</param>
    /// <param name="isTrial">Only counts, and changes nothing.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    IAsyncEnumerable<ClearedRecords> ClearAsync(DateTimeOffset before, bool isTrial, CancellationToken cancellationToken);
}
