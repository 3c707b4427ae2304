namespace OnsDlq.Messages;

/// <summary>Why a message was not sent.</summary>
internal enum SkipReason
{
    /// <summary>It was resent and accepted, and has not come back since.</summary>
    AlreadyResent,

    /// <summary>It was resent and the service listed it as failed; the service's own documents disagree on what that means.</summary>
    ReportedFailed,

    /// <summary>It was resent and it is not known whether that was executed.</summary>
    OutcomeUnknown,

    /// <summary>A process is sending it, or a suspended process that may still wake and send it holds its claim. Cannot be overridden.</summary>
    InFlight,

    /// <summary>An entry was stored so close to the last attempt that it is not known whether it came back after it.</summary>
    RoundUnclear,

    /// <summary>
    /// The journal once lost its latest records, and the message may have been in them: it was already in the queue then, and is not in the
    /// journal.
    /// </summary>
    JournalGap,

    /// <summary>Somebody blocked it: handled, do not resend.</summary>
    Blocked,

    /// <summary>It has come back as often as -MaxRounds allows (a poison message).</summary>
    MaxRounds,

    /// <summary>This run has taken the same message already. Cannot be overridden.</summary>
    DuplicateInput,

    /// <summary>The user declined the confirmation. Cannot be overridden.</summary>
    Declined,

    /// <summary>The run was stopped before the message was sent.</summary>
    RunStopped,

    /// <summary>A canary of its group failed, or it is not known what became of it. Cannot be overridden.</summary>
    CanaryStopped,

    /// <summary>It comes from a plan that does not send it. Cannot be overridden.</summary>
    NotPlanned,
}
