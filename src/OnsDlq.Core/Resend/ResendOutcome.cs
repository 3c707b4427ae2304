using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A result together with what it was judged from.</summary>
/// <param name="Result">What the user gets.</param>
/// <param name="Cause">The exception behind it; null where an answer, or nothing, was judged.</param>
internal sealed record ResendOutcome(ResendResult Result, Exception? Cause = null)
{
    /// <summary>Whether no request to resend the message was made, so that the outcome tells nothing of how resends fare.</summary>
    public bool IsUntried { get; init; }

    /// <summary>The outcome of a message that was never sent, nor claimed, because of an error.</summary>
    public static ResendOutcome NotSent(MessageReference message, Exception error) =>
        new(new(message, ResendStatus.Rejected, ResendClassifier.FactsOf(error) with { Tries = 0 }), error) { IsUntried = true };
}
