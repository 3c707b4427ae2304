using OnsDlq.Errors;

namespace OnsDlq.Resend;

/// <summary>
/// Thrown to cancel a call whose message has been changed by somebody else since the decision. Users never see it: it becomes a result.
/// </summary>
internal sealed class ClaimRefusedException(ResendOutcome outcome) : OnsDlqException(ErrorId.UnexpectedError, Words)
{
    /// <summary>The text that the result shows.</summary>
    public const string Words = "The message's record changed after it was decided on, so it was not sent.";

    /// <summary>Why the message is not sent, by the present state of its record.</summary>
    public ResendOutcome Outcome { get; } = outcome;
}
