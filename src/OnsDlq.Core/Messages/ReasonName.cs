namespace OnsDlq.Messages;

/// <summary>Why a message was not sent, as the text of a result's Reason.</summary>
public static class ReasonName
{
    /// <summary>It was resent and accepted, and has not come back since.</summary>
    public const string AlreadyResent = nameof(SkipReason.AlreadyResent);

    /// <summary>It was resent and the service listed it as failed; the service's own documents disagree on what that means.</summary>
    public const string ReportedFailed = nameof(SkipReason.ReportedFailed);

    /// <summary>It was resent and it is not known whether that was executed.</summary>
    public const string OutcomeUnknown = nameof(SkipReason.OutcomeUnknown);

    /// <summary>A process is sending it, or a suspended process that may still wake and send it holds its claim. Cannot be overridden.</summary>
    public const string InFlight = nameof(SkipReason.InFlight);

    /// <summary>An entry was stored so close to the last attempt that it is not known whether it came back after it.</summary>
    public const string RoundUnclear = nameof(SkipReason.RoundUnclear);

    /// <summary>
    /// The journal once lost its latest records, and the message may have been in them: it was already in the queue then, and is not in the
    /// journal.
    /// </summary>
    public const string JournalGap = nameof(SkipReason.JournalGap);

    /// <summary>Somebody blocked it: handled, do not resend.</summary>
    public const string Blocked = nameof(SkipReason.Blocked);

    /// <summary>It has come back as often as -MaxRounds allows (a poison message).</summary>
    public const string MaxRounds = nameof(SkipReason.MaxRounds);

    /// <summary>This run has taken the same message already. Cannot be overridden.</summary>
    public const string DuplicateInput = nameof(SkipReason.DuplicateInput);

    /// <summary>The user declined the confirmation. Cannot be overridden.</summary>
    public const string Declined = nameof(SkipReason.Declined);

    /// <summary>The run was stopped before the message was sent.</summary>
    public const string RunStopped = nameof(SkipReason.RunStopped);

    /// <summary>A canary of its group failed, or it is not known what became of it. Cannot be overridden.</summary>
    public const string CanaryStopped = nameof(SkipReason.CanaryStopped);

    /// <summary>It comes from a plan that does not send it. Cannot be overridden.</summary>
    public const string NotPlanned = nameof(SkipReason.NotPlanned);
}
