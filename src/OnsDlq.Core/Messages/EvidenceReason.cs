namespace OnsDlq.Messages;

/// <summary>Why it is not known yet what became of a resend.</summary>
internal enum EvidenceReason
{
    /// <summary>The time ran out before its trace was asked for, or before the service answered.</summary>
    NotAsked,

    /// <summary>It is not in the sample whose traces are asked for.</summary>
    NotSampled,

    /// <summary>The traces show what the group did with the message before the resend, and nothing after it, or nothing yet.</summary>
    NotOut,

    /// <summary>There is no trace of the group: its clients may write none.</summary>
    NoTrace,

    /// <summary>The message was produced more than three days ago: its traces are gone.</summary>
    TooOld,

    /// <summary>The access key may not ask for traces.</summary>
    NoPermission,

    /// <summary>The message's topic or the time of its production is not known, without which its trace cannot be asked for.</summary>
    NoTopic,

    /// <summary>The message was consumed so close to the dead letter's store time that it may have been before it: clocks may be wrong.</summary>
    ClockUnclear,

    /// <summary>A process is sending the message, or may yet send it.</summary>
    InFlight,

    /// <summary>The message was resent more than once, and what happened since may be the effect of another resend.</summary>
    SeveralResends,
}
