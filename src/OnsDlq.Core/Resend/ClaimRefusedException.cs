namespace OnsDlq.Resend;

/// <summary>Thrown into a call whose message somebody else changed since it was decided on, so that it is not made.</summary>
internal sealed class ClaimRefusedException(SkipReason reason)
    : OnsDlqException("The message's record changed after it was decided on, so it was not sent.", null)
{
    /// <summary>Why it is not sent now.</summary>
    public SkipReason Reason { get; } = reason;
}
