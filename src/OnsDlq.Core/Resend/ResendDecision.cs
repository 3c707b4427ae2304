using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>Whether a message is sent, and why not.</summary>
/// <param name="Reason">Why it is not sent; null when it is.</param>
/// <param name="Round">The round the message is in, from 1.</param>
/// <param name="Lifted">The protections that were lifted to send it.</param>
/// <param name="Abandoned">Claims whose holder is dead or fenced off: each has to be settled as Unknown first.</param>
internal sealed record ResendDecision(
    SkipReason? Reason, int Round, IReadOnlyList<SkipReason> Lifted, IReadOnlyList<Attempt> Abandoned)
{
    /// <summary>Whether the message is to be sent.</summary>
    public bool Send => Reason is null;
}
