using OnsDlq.Journal;
using OnsDlq.Operations;

namespace OnsDlq.Evidence;

/// <summary>All that a verdict on one attempt depends on.</summary>
internal sealed record EvidenceCase
{
    /// <summary>The attempt.</summary>
    public required Attempt Attempt { get; init; }

    /// <summary>Every attempt on its message, oldest first, the attempt itself included.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>The store times (ms) of every entry of the message that is known, ascending, each once.</summary>
    public required IReadOnlyList<long> Entries { get; init; }

    /// <summary>What the consumers of the group did with the message, as far as they have traced it; null where that was not asked.</summary>
    public IReadOnlyList<ConsumerTry>? Tries { get; init; }

    /// <summary>Now, on the service's clock: the latest possible time where that clock is not known to the second.</summary>
    public required DateTimeOffset Now { get; init; }
}
