using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>A result and the error behind it.</summary>
/// <param name="Result">The result that the user gets.</param>
/// <param name="Cause">The exception behind it; null where there was none.</param>
internal sealed record ResendOutcome(ResendResult Result, Exception? Cause = null)
{
    /// <summary>Whether no resend request was made, so that the circuit breaker does not count the outcome as one of a resend.</summary>
    public bool IsUntried { get; init; }

    /// <summary>The message that would be sent, in a plan and under -WhatIf; null for everything else.</summary>
    public GuardedMessage? Planned { get; init; }

    /// <summary>The outcome of a message that was never sent, nor claimed, because of an error.</summary>
    public static ResendOutcome NotSent(MessageReference message, Exception error) =>
        new(new(message, ResendStatus.Rejected, ResendClassifier.FactsOf(error) with { Tries = 0 }), error) { IsUntried = true };

    /// <summary>The outcome of a message that is not sent, for a reason that needs nothing of its history.</summary>
    public static ResendOutcome Skipped(MessageReference message, SkipReason reason, string? why = null) =>
        new(new ResendResult(message, ResendStatus.Skipped) { SkipReason = reason, ErrorMessage = why });

    /// <summary>The outcome of a message that the run did not get to.</summary>
    /// <param name="message">The message.</param>
    /// <param name="fault">What stopped the run; null where somebody did.</param>
    public static ResendOutcome NotReached(MessageReference message, Exception? fault) => Skipped(message, SkipReason.RunStopped, fault?.Message);

    /// <summary>The outcome of a row of a plan that does not send it.</summary>
    public static ResendOutcome LeftOut(MessageReference message) =>
        Skipped(message, SkipReason.NotPlanned, $"The plan that it comes from does not send it: {message.LeftOut}.");
}
