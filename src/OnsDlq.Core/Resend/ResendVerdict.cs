using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>What an answer, or its absence, says about one resend.</summary>
internal sealed record ResendVerdict : ResendFacts
{
    /// <summary>A verdict, and what the call told.</summary>
    /// <param name="status">The outcome by the rules of proof.</param>
    /// <param name="facts">What the call told; null for nothing.</param>
    public ResendVerdict(ResendStatus status, ResendFacts? facts = null) : base(facts ?? new()) => Status = status;

    /// <summary>The outcome by the rules of proof.</summary>
    public ResendStatus Status { get; init; }

    /// <summary>When the service answered, by its own clock; null where no answer says so.</summary>
    public DateTimeOffset? Date { get; init; }
}
