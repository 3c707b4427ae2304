using OnsDlq.Messages;

namespace OnsDlq.Report;

/// <summary>What the words of a report mean, in one sentence for a reader who does not know them, and the class of their colour.</summary>
internal static class Meaning
{
    /// <summary>What a status of a resend means.</summary>
    public static string OfStatus(string status) => status switch
    {
        StatusName.Accepted => "The service accepted the resend. That does not prove that it was consumed.",
        StatusName.Failed => "The service listed the message as not resent. No run sends it again by itself.",
        StatusName.Unknown => "It is not known whether the resend was executed. No run sends it again by itself.",
        StatusName.Rejected => "There is proof that it was not executed. The next run sends it.",
        StatusName.InFlight => "A process was sending it when the report was made.",
        StatusName.Skipped => "It was not sent; the reasons are below.",
        StatusName.WouldSend => "A plan would send it. Nothing was sent.",
        _ => "",
    };

    /// <summary>What a verdict means.</summary>
    public static string OfVerdict(string verdict) => verdict switch
    {
        VerdictName.Consumed => "A trace shows that the group consumed it after the resend.",
        VerdictName.ConsumeFailed => "The group failed to consume it after the resend. The service tries again.",
        VerdictName.Returned => "It came back to the dead-letter queue after the resend.",
        VerdictName.NotYetKnown => "Nothing proves yet what became of it. This is not a failure.",
        _ => "",
    };

    /// <summary>Why it is not known yet what became of a resend.</summary>
    public static string OfVerdictReason(string reason) => reason switch
    {
        EvidenceReasonName.NotAsked => "The time ran out before its trace was asked for or shown.",
        EvidenceReasonName.NotSampled => "It was not in the random sample whose traces were asked for.",
        EvidenceReasonName.NotOut => "The traces show nothing yet from after the resend.",
        EvidenceReasonName.NoTrace => "The group's clients may write no traces.",
        EvidenceReasonName.TooOld => "It was produced more than three days ago, and its traces are gone.",
        EvidenceReasonName.NoPermission => "The access key may not ask for traces.",
        EvidenceReasonName.NoTopic => "Its topic or the time of its production is not known.",
        EvidenceReasonName.ClockUnclear => "It was consumed so close to the resend that it may have been before it.",
        EvidenceReasonName.InFlight => "A process was sending it.",
        EvidenceReasonName.SeveralResends => "It was resent more than once, and what happened may be the effect of another resend.",
        _ => "",
    };

    /// <summary>What the state of a dead letter means.</summary>
    public static string OfState(string state) => state switch
    {
        "" => "No resend of it is known.",
        VerdictName.Returned => "It was resent and came back.",
        ReasonName.Blocked => "Somebody blocked it: handled, do not resend.",
        StatusName.Accepted => "It was resent and accepted, and has not come back.",
        VerdictName.Consumed or VerdictName.ConsumeFailed => OfVerdict(state),
        _ => OfStatus(state),
    };

    /// <summary>What the reason for which a message was not sent means.</summary>
    public static string OfReason(string reason) => reason switch
    {
        ReasonName.AlreadyResent => "It was resent and accepted before, and has not come back since.",
        ReasonName.ReportedFailed => "It was resent before, and the service listed it as not resent.",
        ReasonName.OutcomeUnknown => "It was resent before, and it is not known whether that was executed.",
        ReasonName.InFlight => "Another process was sending it.",
        ReasonName.RoundUnclear => "It is not known whether an entry came back or was there before.",
        ReasonName.JournalGap => "The journal lost records, and the message may have been resent in that time.",
        ReasonName.Blocked => "Somebody blocked it.",
        ReasonName.MaxRounds => "It has come back as often as was allowed.",
        ReasonName.DuplicateInput => "The run was given the same message before.",
        ReasonName.Declined => "A person declined it.",
        ReasonName.CanaryStopped => "It waited for the canary, after which nothing more was sent.",
        ReasonName.RunStopped => "The run had stopped before its turn came.",
        ReasonName.NotPlanned => "The plan did not send it.",
        _ => "",
    };

    /// <summary>The heading of a concern, what it is in a few words, and what to do.</summary>
    public static (string Title, string Short, string Advice) Of(Concern concern) => concern switch
    {
        Concern.Unknown => (
            "Unknown", "it is not known whether they were resent",
            "These may have been delivered. Find out whether a consumer got them, then record that with Resolve-OnsDlqResend."),
        Concern.Failed => (
            "Failed", "the service listed them as not resent",
            "The service listed these as not resent. Find out whether a consumer got them, then record that with Resolve-OnsDlqResend."),
        Concern.Returned => (
            "Returned", "they were resent and came back",
            "These were resent and came back. Correct the consumer before they are resent again, or block them with Block-OnsDlqMessage."),
        Concern.Unclear => (
            "Held back", "the records on them are not clear",
            "The records on these are not clear, so they are not sent. Find out whether a consumer got them; -Override sends them all the same."),
        _ => (
            "Soon to expire", "the service deletes them within 24 hours",
            "The service deletes these within 24 hours, and nothing has settled them. Resend them in time, or keep them with Save-OnsDlqMessage."),
    };

    /// <summary>The class of a status', a verdict's or a state's colour. The colour only repeats what a text says.</summary>
    public static string ClassOf(string name) => name switch
    {
        StatusName.Accepted or VerdictName.Consumed => "good",
        StatusName.Failed or VerdictName.Returned => "bad",
        StatusName.Unknown => "doubt",
        StatusName.Rejected or VerdictName.ConsumeFailed => "warn",
        StatusName.InFlight or StatusName.WouldSend or "" => "busy",
        _ => "idle",
    };
}
