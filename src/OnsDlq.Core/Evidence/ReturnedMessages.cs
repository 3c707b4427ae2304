using OnsDlq.Errors;
using OnsDlq.Listing;
using OnsDlq.Messages;

namespace OnsDlq.Evidence;

/// <summary>Lists what was stored since the earliest of some attempts, once for each group: that shows every message that came back.</summary>
internal sealed class ReturnedMessages(EvidenceEnvironment environment, EvidenceOptions options, IEvidenceListener listener)
{
    private const string Consequence = "Of what came back, only a part is known, or nothing.";

    // A store time is on a broker's clock.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly Dictionary<QueueKey, DateTimeOffset> _listedUntil = [];

    /// <summary>Gives the attempts the entries of their messages.</summary>
    /// <exception cref="OnsDlqException">Every call would fail.</exception>
    public async Task FindAsync(IReadOnlyList<EvidenceTarget> targets, CancellationToken cancellationToken)
    {
        foreach (var queue in targets.GroupBy(target => QueueKey.Of(target.Key)))
            await FindAsync(queue.Key, [.. queue], cancellationToken).ConfigureAwait(false);
    }

    private async Task FindAsync(QueueKey queue, EvidenceTarget[] targets, CancellationToken cancellationToken)
    {
        var askedAt = environment.Time.GetTimestamp();
        var end = environment.Clock.Latest;
        var begin = _listedUntil.TryGetValue(queue, out var until) ? until - Overlap : targets.Min(target => target.Attempt.ClaimedAt);
        if (begin > end) end = begin;
        var wanted = targets.ToLookup(target => target.Key.MsgId, StringComparer.Ordinal);
        var instance = queue.InstanceId.Length == 0 ? null : queue.InstanceId;
        var reader = new DeadLetterReader(
            environment.Client, options.Calls, () => environment.Clock.Latest - environment.Time.GetElapsedTime(askedAt));
        try
        {
            await foreach (var batch in reader.ListAsync(queue.GroupId, instance, new(begin, end), null, cancellationToken).ConfigureAwait(false))
            {
                foreach (var entry in batch.Entries)
                {
                    foreach (var target in wanted[entry.MsgId.ToUpperInvariant()]) target.Take(entry);
                }

                if (batch.Gap is not null) listener.Troubled(new OnsDlqException(ErrorId.IncompleteListing, batch.Gap.Message), Consequence);
            }

            _listedUntil[queue] = end;
        }
        catch (OnsDlqException error) when (!EvidenceFault.Is(error))
        {
            listener.Troubled(error, Consequence);
        }
    }
}
