using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>What is known of messages where there is no journal yet: nothing.</summary>
internal sealed class EmptyHistories : IMessageHistories
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MessageHistory>>([.. keys.Select(MessageHistory.None)]);
}
