using System.Runtime.CompilerServices;
using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reads attempts as users see them. Changes nothing: a claim that was abandoned shows as Unknown and stays as it is.</summary>
/// <param name="journal">The journal.</param>
/// <param name="claims">Tells live claims from abandoned ones.</param>
internal sealed class AttemptReader(IJournalReader journal, ClaimWatch claims)
{
    /// <summary>How many of those that were read are InFlight for no other reason than that nobody here knows the service's clock.</summary>
    public int Undecided { get; private set; }

    /// <summary>Reads what a query asks for, newest first.</summary>
    /// <param name="query">Which attempts, whatever their status.</param>
    /// <param name="statuses">How they stand; none does not narrow.</param>
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
            if (statuses.Count == 0 || statuses.Contains(attempt.Status)) yield return attempt;
        }
    }

    /// <summary>Makes of a row what users see.</summary>
    public ResendAttempt Show(RecordedAttempt recorded) => new(recorded, claims.IsAbandoned(recorded.Attempt));

    // A claim without an outcome shows as InFlight or Unknown, which the journal itself cannot tell apart.
    private static ResendStatus[] Recorded(IReadOnlyCollection<AttemptStatus> statuses) =>
        statuses.Contains(AttemptStatus.InFlight) || statuses.Contains(AttemptStatus.Unknown)
            ? []
            : [.. statuses.Select(status => Enum.Parse<ResendStatus>(status.ToString()))];
}
