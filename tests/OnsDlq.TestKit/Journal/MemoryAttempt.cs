using OnsDlq.Journal;

namespace OnsDlq.TestKit.Journal;

/// <summary>What the journal in memory keeps of one attempt.</summary>
internal sealed class MemoryAttempt(MemoryMessage message, ResendRun run, Attempt attempt)
{
    public MemoryMessage Message { get; } = message;

    public ResendRun Run { get; } = run;

    public Attempt Attempt { get; set; } = attempt;

    public bool IsLive => Attempt.Outcomes.Count == 0;
}
