using System.Runtime.CompilerServices;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reads attempts as users see them. Only reads: an abandoned claim is shown as Unknown, but not changed in the journal.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Distinguishes live claims from abandoned ones.</param>
internal sealed class AttemptReader(IJournalReader journal, ClaimWatch claims)
{
    /// <summary>How many of the attempts read are shown as InFlight only because the service's clock is not known here.</summary>
    public int Undecided { get; private set; }

    /// <summary>Reads what a query asks for, newest first.</summary>
    /// <param name="query">Which attempts, whatever their status.</param>
    /// <param name="statuses">The statuses to include; empty for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async IAsyncEnumerable<ResendAttempt> ReadAsync(
        AttemptQuery query, IReadOnlyCollection<AttemptStatus> statuses, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var narrowed = query with { Statuses = Recorded(statuses) };
        await foreach (var recorded in journal.QueryAsync(narrowed, cancellationToken).ConfigureAwait(false))
        {
            var attempt = Show(recorded);
            if (claims.NeedsTime(recorded.Attempt)) Undecided++;
            if (statuses.Count == 0 || statuses.Contains(attempt.State)) yield return attempt;
        }
    }

    /// <summary>Converts a row to what users see.</summary>
    public ResendAttempt Show(RecordedAttempt recorded) => new(recorded, claims.IsAbandoned(recorded.Attempt));

    /// <summary>The status of an attempt, as users see it.</summary>
    public AttemptStatus StatusOf(Attempt attempt) => ResendAttempt.StatusOf(attempt, claims.IsAbandoned(attempt));

    // A claim without an outcome is shown as InFlight or Unknown; the journal alone cannot decide which.
    private static ResendStatus[] Recorded(IReadOnlyCollection<AttemptStatus> statuses) =>
        statuses.Contains(AttemptStatus.InFlight) || statuses.Contains(AttemptStatus.Unknown)
            ? []
            : [.. statuses.Select(status => Enum.Parse<ResendStatus>(status.ToString()))];
}
