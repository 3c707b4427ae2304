using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A dead letter with what the journal knows of its resends.</summary>
/// <param name="Message">The dead letter, its round and resend state filled in.</param>
/// <param name="NeedsDecision">
/// Whether it still needs a decision: it would be sent, or is held because it was reported as failed, its outcome or its round is not
/// known, or it came back too often. What was resent and has not come back, is blocked or under way needs none.
/// </param>
internal sealed record JournaledMessage(DeadLetter Message, bool NeedsDecision);
