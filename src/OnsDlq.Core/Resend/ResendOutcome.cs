using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A result and the error behind it.</summary>
/// <param name="Result">The result that the user gets.</param>
/// <param name="Cause">The exception behind it; null where there was none.</param>
internal sealed record ResendOutcome(ResendResult Result, Exception? Cause = null)
{
    /// <summary>Whether no resend request was made, so that the circuit breaker does not count the outcome as one of a resend.</summary>
    public bool IsUntried { get; init; }

    /// <summary>The outcome of a message that was never sent, nor claimed, because of an error.</summary>
    public static ResendOutcome NotSent(MessageReference message, Exception error) =>
        new(new(message, ResendStatus.Rejected, ResendClassifier.FactsOf(error) with { Tries = 0 }), error) { IsUntried = true };
}
