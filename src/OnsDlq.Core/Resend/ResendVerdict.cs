using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>The judged outcome of one resend: its status, and the facts of the call.</summary>
internal sealed record ResendVerdict : ResendFacts
{
    /// <summary>Makes a verdict.</summary>
    /// <param name="status">The outcome by the rules of proof.</param>
    /// <param name="facts">The facts of the call; null for none.</param>
    public ResendVerdict(ResendStatus status, ResendFacts? facts = null) : base(facts ?? new()) => Status = status;

    /// <summary>The outcome by the rules of proof.</summary>
    public ResendStatus Status { get; init; }

    /// <summary>When the service answered, by its own clock (the Date header); null where no answer says so.</summary>
    public DateTimeOffset? Date { get; init; }
}
