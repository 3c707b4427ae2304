using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Empty histories, for use where there is no journal yet.</summary>
internal sealed class EmptyHistories : IMessageHistories
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MessageHistory>>([.. keys.Select(MessageHistory.None)]);
}
