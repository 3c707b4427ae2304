using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>
/// Thrown into a call whose message somebody else changed since it was decided on, so that it is not made. Never shown: it ends as a result.
/// </summary>
internal sealed class ClaimRefusedException(ResendOutcome outcome) : OnsDlqException(ErrorId.UnexpectedError, Words)
{
    /// <summary>What happened, as the result says it.</summary>
    public const string Words = "The message's record changed after it was decided on, so it was not sent.";

    /// <summary>What became of the message: why it is not sent, as its record stands now.</summary>
    public ResendOutcome Outcome { get; } = outcome;
}
