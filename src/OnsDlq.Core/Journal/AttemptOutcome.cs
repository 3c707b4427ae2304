using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>One statement on how an attempt ended, from one source. Outcomes are appended, never overwritten.</summary>
internal sealed record AttemptOutcome : ResendFacts
{
    /// <summary>An outcome without facts of a call.</summary>
    public AttemptOutcome()
    {
    }

    /// <summary>An outcome with the facts of the call.</summary>
    public AttemptOutcome(ResendFacts facts) : base(facts)
    {
    }

    /// <summary>The outcome that another process records for a claim whose holder is dead or fenced off.</summary>
    /// <param name="at">The latest moment at which the request can have been executed, on the service's clock.</param>
    public static AttemptOutcome Abandoned(DateTimeOffset at) => new()
    {
        Status = ResendStatus.Unknown,
        Source = OutcomeSource.Abandoned,
        At = at,
        ErrorMessage = "The process that sent the message ended without saying what became of it.",
    };

    /// <summary>Accepted, Failed, Rejected or Unknown.</summary>
    public required ResendStatus Status { get; init; }

    /// <summary>Who states it.</summary>
    public required OutcomeSource Source { get; init; }

    /// <summary>Whether it was stated after the attempt had ended, by a person or from evidence, so that its time is not that of the end.</summary>
    public bool IsAfterwards => Source is OutcomeSource.Person or OutcomeSource.Evidence;

    /// <summary>When the attempt ended, on the service's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who settled it, where a person did.</summary>
    public string? By { get; init; }

    /// <summary>Why a person settled it so.</summary>
    public string? Reason { get; init; }
}
