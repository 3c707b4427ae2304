using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A dead letter with what the journal knows of its resends.</summary>
/// <param name="Message">The dead letter, its round, resend state and block filled in.</param>
/// <param name="Settled">Why nobody has to decide on it: AlreadyResent, Blocked or InFlight; null where somebody has to.</param>
internal sealed record JournaledMessage(DeadLetter Message, SkipReason? Settled)
{
    /// <summary>
    /// Whether it still needs a decision: it would be sent, or is held back because it was reported as failed, its outcome or its round is not
    /// known, or it came back too often. A message that was resent and has not come back, is blocked or in flight needs none.
    /// </summary>
    public bool NeedsDecision => Settled is null;
}
