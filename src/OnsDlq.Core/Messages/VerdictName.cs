namespace OnsDlq.Messages;

/// <summary>What the service shows of the effect of a resend, as the text of its Verdict.</summary>
public static class VerdictName
{
    /// <summary>A trace shows that the group consumed the message after the resend.</summary>
    public const string Consumed = nameof(EvidenceVerdict.Consumed);

    /// <summary>A trace shows that the group failed to consume the message after the resend: it is being retried.</summary>
    public const string ConsumeFailed = nameof(EvidenceVerdict.ConsumeFailed);

    /// <summary>The message is a dead letter again: an entry of it was stored after the resend.</summary>
    public const string Returned = nameof(EvidenceVerdict.Returned);

    /// <summary>Nothing shows what became of the resend.</summary>
    public const string NotYetKnown = nameof(EvidenceVerdict.NotYetKnown);
}
