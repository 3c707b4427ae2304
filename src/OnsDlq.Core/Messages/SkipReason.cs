namespace OnsDlq.Messages;

/// <summary>Why a message was not sent.</summary>
public enum SkipReason
{
    /// <summary>It was resent and accepted, and has not come back since.</summary>
    AlreadyResent,

    /// <summary>It was resent and the service listed it as failed; the service's own texts disagree on what that means.</summary>
    ReportedFailed,

    /// <summary>It was resent and nobody can tell whether that was executed.</summary>
    OutcomeUnknown,

    /// <summary>Somebody is sending it, or a process that may still wake and send it holds its claim. Cannot be overridden.</summary>
    InFlight,

    /// <summary>An entry was stored so close to the last attempt that nobody can tell whether it came back.</summary>
    RoundUnclear,

    /// <summary>The journal once lost what was written last, and the message may be among it: it was in the queue already and is not in the journal.</summary>
    JournalGap,

    /// <summary>Somebody blocked it: handled, do not resend.</summary>
    Blocked,

    /// <summary>It has come back as many times as a poison message may.</summary>
    MaxRounds,

    /// <summary>This run has taken the same message already. Cannot be overridden.</summary>
    DuplicateInput,

    /// <summary>Whoever was asked did not want it to be sent. Cannot be overridden.</summary>
    Declined,

    /// <summary>The run stopped before the message's turn came.</summary>
    RunStopped,
}
