using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>A block with the message that it is on.</summary>
/// <param name="Key">The message.</param>
/// <param name="Block">The block, which may be over.</param>
internal sealed record RecordedBlock(MessageKey Key, MessageBlock Block);
