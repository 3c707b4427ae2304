using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>What is known of messages: all that whoever decides on them needs.</summary>
/// <exception cref="JournalException">From every method: the journal cannot be read as it stands.</exception>
internal interface IMessageHistories
{
    /// <summary>Gives the histories of messages, in the order asked for; one that was never seen has version 0.</summary>
    Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken);
}
