using OnsDlq.Errors;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Consumers;

/// <summary>
/// Finds out how a group's consumers are. One call gives nearly all of it; what it does not give, such as for a missing permission, is asked for in
/// other ways.
/// </summary>
/// <param name="client">The operations.</param>
/// <param name="regionId">The region that is asked.</param>
/// <param name="context">The command's settings for its calls.</param>
/// <param name="time">The clock.</param>
internal sealed class ConsumerHealthReader(IConsumerClient client, string regionId, CallContext context, TimeProvider time)
{
    // After these errors another operation may still answer.
    private static readonly ErrorId[] Others =
    [
        ErrorId.PermissionDenied, ErrorId.ServiceError, ErrorId.InvalidParameter, ErrorId.Throttled, ErrorId.TimedOut, ErrorId.ConnectionLost,
        ErrorId.UnreadableAnswer,
    ];

    /// <summary>Asks for a group.</summary>
    /// <param name="groupId">The consumer group.</param>
    /// <param name="instanceId">Its instance; null where it is not known.</param>
    /// <param name="deadLetterTopics">The topics of its dead letters; null where they are not known.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ServiceException">Nothing could be found out; this is the error of the first call.</exception>
    /// <exception cref="Credentials.CredentialsException">There are no keys.</exception>
    public async Task<ConsumerHealth> ReadAsync(
        string groupId, string? instanceId, IReadOnlyList<string>? deadLetterTopics, CancellationToken cancellationToken)
    {
        var facts = new ConsumerFacts
        {
            GroupId = groupId,
            InstanceId = instanceId,
            RegionId = regionId,
            CheckedAt = time.GetUtcNow(),
            DeadLetterTopics = deadLetterTopics,
        };
        var unknown = new List<string>();
        ServiceException? first = null;
        var answers = 0;

        var status = await TryAsync(
            () => client.GetStatusAsync(groupId, instanceId, detail: true, context, cancellationToken), "how its consumers are").ConfigureAwait(false);
        facts = facts with { Status = status ?? new() };
        if (facts.Status.Online is null)
        {
            var progress = await TryAsync(() => client.GetProgressAsync(groupId, instanceId, context, cancellationToken), "whether it is online")
                .ConfigureAwait(false);
            facts = facts with { Status = facts.Status.With(progress ?? new()), OnlineSource = ConsumerAccumulateCodec.Action };
        }

        if ((facts.Status.InstanceId ?? instanceId) is { } instance && facts.Status is { Topics: null, Online: not false })
        {
            var topics = await TryAsync(() => client.GetTopicsAsync(groupId, instance, context, cancellationToken), "what it subscribes to")
                .ConfigureAwait(false);
            facts = facts with { Status = facts.Status with { Topics = topics }, TopicsSource = GroupSubscriptionCodec.Action };
        }

        if (answers == 0 && first is not null) throw first;
        return new ConsumerHealth(facts with { Unknown = unknown });

        async Task<T?> TryAsync<T>(Func<Task<T>> ask, string what) where T : class?
        {
            try
            {
                var answer = await ask().ConfigureAwait(false);
                answers++;
                return answer;
            }
            catch (ServiceException failed) when (Others.Contains(failed.Id))
            {
                first ??= failed;
                unknown.Add($"It is not known {what}: {failed.Action} failed with {failed.Code ?? failed.Id.ToString()}.");
                return null;
            }
        }
    }
}
