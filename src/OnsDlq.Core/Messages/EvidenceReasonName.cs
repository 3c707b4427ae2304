namespace OnsDlq.Messages;

/// <summary>Why it is not known yet what became of a resend, as the text of its Reason.</summary>
public static class EvidenceReasonName
{
    /// <summary>The time ran out before its trace was asked for, or before the service answered.</summary>
    public const string NotAsked = nameof(EvidenceReason.NotAsked);

    /// <summary>It is not in the sample whose traces are asked for.</summary>
    public const string NotSampled = nameof(EvidenceReason.NotSampled);

    /// <summary>The traces show what the group did with the message before the resend, and nothing after it, or nothing yet.</summary>
    public const string NotOut = nameof(EvidenceReason.NotOut);

    /// <summary>There is no trace of the group: its clients may write none.</summary>
    public const string NoTrace = nameof(EvidenceReason.NoTrace);

    /// <summary>The message was produced more than three days ago: its traces are gone.</summary>
    public const string TooOld = nameof(EvidenceReason.TooOld);

    /// <summary>The access key may not ask for traces.</summary>
    public const string NoPermission = nameof(EvidenceReason.NoPermission);

    /// <summary>The message's topic or the time of its production is not known, without which its trace cannot be asked for.</summary>
    public const string NoTopic = nameof(EvidenceReason.NoTopic);

    /// <summary>The message was consumed so close to the dead letter's store time that it may have been before it: clocks may be wrong.</summary>
    public const string ClockUnclear = nameof(EvidenceReason.ClockUnclear);

    /// <summary>A process is sending the message, or may yet send it.</summary>
    public const string InFlight = nameof(EvidenceReason.InFlight);

    /// <summary>The message was resent more than once, and what happened since may be the effect of another resend.</summary>
    public const string SeveralResends = nameof(EvidenceReason.SeveralResends);
}
