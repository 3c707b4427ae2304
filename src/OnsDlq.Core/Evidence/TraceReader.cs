using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Pace;

namespace OnsDlq.Evidence;

/// <summary>Reads what the group did with one message: begins a search for its traces, and asks until it has ended.</summary>
internal sealed class TraceReader(EvidenceEnvironment environment, EvidenceOptions options)
{
    /// <summary>The time between two searches, by their quota.</summary>
    public static readonly TimeSpan Interval = PaceRule.Interval(TraceQueryCodec.Rate);

    private static readonly TimeSpan FirstPoll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);

    // So often a search is asked for its result before it is given up: it may work for minutes.
    private const int MostPolls = 20;

    // How often a search is begun again whose result was thrown away.
    private const int MostSearches = 2;

    // By how much the time of production may be wrong: the producer's clock gave it, and the search is by it.
    private static readonly TimeSpan Around = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Finds out topic and time of production where they are not known, as long as the message's entry still stands; false where they are not
    /// known then.
    /// </summary>
    /// <exception cref="Transport.ServiceException">The look-up failed.</exception>
    public async Task<bool> IdentifyAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        if (target is { Topic: null } or { BornTime: null })
        {
            var (key, instance) = (target.Key, target.Key.InstanceId.Length == 0 ? null : target.Key.InstanceId);
            var found = await environment.Client.GetByIdAsync(key.GroupId, key.MsgId, instance, options.Calls, cancellationToken).ConfigureAwait(false);
            if (found is not null) target.Take(found);
        }

        return target is { Topic: not null, BornTime: not null };
    }

    /// <summary>Reads the tries of the group; null where the search did not end.</summary>
    /// <exception cref="OnsDlqException">A call failed.</exception>
    public async Task<IReadOnlyList<ConsumerTry>?> ReadAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        for (var search = 1; search <= MostSearches; search++)
        {
            var query = QueryOf(target);
            target.NoteQuery(environment.Clock.Latest);
            var queryId = await environment.Traces.BeginAsync(query, options.Calls, cancellationToken).ConfigureAwait(false);
            if (await ResultAsync(queryId, query, cancellationToken).ConfigureAwait(false) is not { } result) return null;
            if (result.State == TraceState.Finished) return [.. result.Tries.Where(one => IsOf(target.Key, one.GroupId))];
        }

        return null;
    }

    private TraceQuery QueryOf(EvidenceTarget target)
    {
        var (now, born) = (environment.Clock.Latest, target.BornTime!.Value);
        var instance = target.Key.InstanceId.Length == 0 ? null : target.Key.InstanceId;
        return new(instance, target.Topic!, target.Key.MsgId, born - Around, born + Around < now ? born + Around : now);
    }

    // Null where the search works too long.
    private async Task<TraceResult?> ResultAsync(string queryId, TraceQuery query, CancellationToken cancellationToken)
    {
        var wait = FirstPoll;
        for (var poll = 1; poll <= MostPolls; poll++)
        {
            await Task.Delay(wait, environment.Time, cancellationToken).ConfigureAwait(false);
            var result = await environment.Traces.ReadAsync(queryId, query, options.Calls, cancellationToken).ConfigureAwait(false);
            if (result.State != TraceState.Working) return result;
            wait = wait * 2 < LongestPoll ? wait * 2 : LongestPoll;
        }

        return null;
    }

    private static bool IsOf(MessageKey key, string groupId) => MessageKey.GroupOf(groupId).Equals(key.GroupId, StringComparison.OrdinalIgnoreCase);
}
