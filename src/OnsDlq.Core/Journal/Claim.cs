using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>The claim on one message, as it is written to the journal.</summary>
/// <param name="Key">The message.</param>
/// <param name="ExpectedVersion">The version that was decided on.</param>
/// <param name="Attempt">The attempt, without outcomes.</param>
internal sealed record Claim(MessageKey Key, long ExpectedVersion, Attempt Attempt)
{
    /// <summary>The store times (ms since 1970-01-01 UTC) of the entries that the service showed, stored together with the claim.</summary>
    public IReadOnlyList<long> EntriesSeen { get; init; } = [];

    /// <summary>
    /// The last attempt of the same sender, whose settlement has to be durable no later than the claim; empty where there is none. Null where the
    /// sender is not known: then all changes that were asked for before come first.
    /// </summary>
    public string? After { get; init; }
}
