using OnsDlq.Transport;

namespace OnsDlq.Operations;

/// <summary>The operations on a group's consumers. A group that is offline is an answer, whichever way the service says so.</summary>
internal interface IConsumerClient
{
    /// <summary>OnsConsumerStatus: the consumers, and with details their subscriptions and rates. The service needs long for it.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<ConsumerStatus> GetStatusAsync(string groupId, string? instanceId, bool detail, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsConsumerAccumulate: whether the group is online, and how far it is.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<ConsumerProgress> GetProgressAsync(string groupId, string? instanceId, CallContext context, CancellationToken cancellationToken);

    /// <summary>OnsGroupSubDetail: the topics that the group subscribes to; null while it is offline.</summary>
    /// <exception cref="ServiceException">The call did not end in a readable success.</exception>
    Task<IReadOnlyList<string>?> GetTopicsAsync(string groupId, string instanceId, CallContext context, CancellationToken cancellationToken);
}
