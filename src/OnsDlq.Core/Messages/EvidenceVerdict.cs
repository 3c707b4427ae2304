namespace OnsDlq.Messages;

/// <summary>What the service shows of the effect of a resend.</summary>
internal enum EvidenceVerdict
{
    /// <summary>A trace shows that the group consumed the message after the resend.</summary>
    Consumed,

    /// <summary>A trace shows that the group failed to consume the message after the resend: it is being retried.</summary>
    ConsumeFailed,

    /// <summary>The message is a dead letter again: an entry of it was stored after the resend.</summary>
    Returned,

    /// <summary>Nothing shows what became of the resend.</summary>
    NotYetKnown,
}
