namespace OnsDlq.Resend;

/// <summary>A result together with what it was judged from.</summary>
/// <param name="Result">What the user gets.</param>
/// <param name="Cause">The exception behind it; null where an answer, or nothing, was judged.</param>
internal sealed record ResendOutcome(ResendResult Result, Exception? Cause = null);
