using System.Globalization;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Realms;
using OnsDlq.Transport;

namespace OnsDlq.Journal;

/// <summary>Deletes what is old from a journal, after a check of the limit against every clock that is known.</summary>
/// <param name="journal">The journal.</param>
/// <param name="time">The local clock.</param>
/// <param name="clock">The service's clock; null where there is no connection, or where the service is on this machine.</param>
internal sealed class JournalRetention(IResendJournal journal, TimeProvider time, ServiceClock? clock)
{
    /// <summary>
    /// Checks that a limit is at least <see cref="RetentionRule.Least"/> ago: on the local clock, and also on the service's, with which a local clock
    /// that is wrong would be found out. Where the service's clock is not known in this session, the time is at least that of the newest resend
    /// that the service answered, since it answers only requests that are signed with the right time.
    /// </summary>
    /// <exception cref="OnsDlqException">It is not, or that is not certain.</exception>
    public async Task CheckAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var local = time.GetUtcNow();
        if (before > local - RetentionRule.Least)
            throw Refusal($"{Text(before)} is not 30 days ago, on the clock of this machine ({Text(local)}).");
        if (clock?.Offset is not null)
        {
            if (before > clock.Earliest - RetentionRule.Least)
                throw Refusal($"{Text(before)} is not 30 days ago, on the clock of the service ({Text(clock.Earliest)}).");
            return;
        }

        var (isReal, proven) = await FindProofAsync(cancellationToken).ConfigureAwait(false);
        if (!isReal || before <= proven - RetentionRule.Least) return;
        throw Refusal(
            $"Whether {Text(before)} is 30 days ago is not certain: this session does not know the service's clock, and "
            + (proven is { } sure
                ? $"the newest resend that the service answered shows only that it is {Text(sure)} or later."
                : "the journal has no resend that shows the time."));
    }

    /// <summary>Counts what would be deleted, and changes nothing.</summary>
    public Task<ClearedRecords> CountAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        SumAsync(journal.ClearAsync(before, isTrial: true, cancellationToken));

    /// <summary>Deletes it. Where it is cancelled, it deletes no more; a later call deletes the rest.</summary>
    public Task<ClearedRecords> ClearAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        SumAsync(journal.ClearAsync(before, isTrial: false, cancellationToken));

    /// <summary>
    /// Whether the journal has records of a service that is not on this machine; and a time that is surely past: the signing date of a resend that
    /// such a service answered, less the error that it allows. A sandbox has the clock of this machine, and proves nothing.
    /// </summary>
    private async Task<(bool IsReal, DateTimeOffset? Proven)> FindProofAsync(CancellationToken cancellationToken)
    {
        var isReal = (await journal.ReadBlocksAsync(new(), cancellationToken).ConfigureAwait(false)).Any(block => !Realm.IsHere(block.Key.Realm));
        await foreach (var recorded in journal.QueryAsync(new(), cancellationToken).ConfigureAwait(false))
        {
            if (Realm.IsHere(recorded.Key.Realm)) continue;
            isReal = true;
            if (recorded.Attempt.Outcomes.Any(IsAnswer)) return (true, recorded.Attempt.SignedAt - ClaimRule.Fence);
        }

        return (isReal, null);
    }

    private static bool IsAnswer(AttemptOutcome outcome) =>
        outcome is { Source: OutcomeSource.Holder, Status: ResendStatus.Accepted or ResendStatus.Failed };

    private static async Task<ClearedRecords> SumAsync(IAsyncEnumerable<ClearedRecords> parts)
    {
        var sum = default(ClearedRecords);
        await foreach (var part in parts.ConfigureAwait(false)) sum += part;
        return sum;
    }

    private static OnsDlqException Refusal(string why) => new(ErrorId.RetentionTooShort, why + " Nothing was deleted.");

    private static string Text(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
