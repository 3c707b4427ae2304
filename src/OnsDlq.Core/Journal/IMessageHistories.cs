using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>Reads the histories of messages, which decisions are based on.</summary>
/// <exception cref="JournalException">From every method: the journal cannot be read in its present state.</exception>
internal interface IMessageHistories
{
    /// <summary>Gives the histories of messages, in the order asked for; one that was never seen has version 0.</summary>
    Task<IReadOnlyList<MessageHistory>> ReadAsync(IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken);
}
