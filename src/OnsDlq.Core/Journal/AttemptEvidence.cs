using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>What the service has shown of the effect of one attempt.</summary>
internal sealed record AttemptEvidence
{
    public required EvidenceVerdict Verdict { get; init; }

    /// <summary>Why it is not known yet; null for every other verdict.</summary>
    public EvidenceReason? Reason { get; init; }

    /// <summary>When it was found, on the service's clock.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>
    /// When that happened: the consumption or its last failure, on the consumer's clock; the store time of the entry that came back. Null where
    /// it is not known.
    /// </summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>How many times the group failed to consume the message after the attempt, as far as traces show it.</summary>
    public int Failures { get; init; }

    /// <summary>The consumer that consumed the message, or failed last, as its trace names it; null where there is none.</summary>
    public string? Client { get; init; }

    /// <summary>How many trace queries were made for it.</summary>
    public int Queries { get; init; }

    /// <summary>Whether nothing more need be asked: the message was consumed, or came back.</summary>
    public bool IsFinal => Verdict is EvidenceVerdict.Consumed or EvidenceVerdict.Returned;

    /// <summary>
    /// Whether it replaces what was found earlier: what was seen is not replaced by what cannot be seen any more, nor what is final by what is
    /// not. A message that was consumed may come back all the same, where its consumer answered too late; that is the later word, and needs a
    /// person.
    /// </summary>
    public bool Replaces(AttemptEvidence? earlier) => earlier is null || (earlier.IsFinal
        ? earlier.Verdict == EvidenceVerdict.Consumed && Verdict == EvidenceVerdict.Returned
        : Verdict != EvidenceVerdict.NotYetKnown || earlier.Verdict == EvidenceVerdict.NotYetKnown);
}
