namespace OnsDlq.Journal;

/// <summary>Which attempt a person means: one of that ID, or the one of a message that is yet to be settled.</summary>
/// <param name="AttemptId">The attempt's ID; null where the message is named.</param>
/// <param name="Message">The message, where no attempt is named.</param>
/// <param name="OutcomesSeen">How many outcomes the attempt had when the person looked at it; null where that is now.</param>
internal sealed record AttemptReference(string? AttemptId, AttemptQuery Message, int? OutcomesSeen = null);
