using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Moving;

/// <summary>An attempt on its way from one journal to another.</summary>
/// <param name="Key">The message.</param>
/// <param name="Attempt">The attempt, with its outcomes and its evidence.</param>
/// <param name="EntriesSeen">The store times (ms since 1970-01-01 UTC) of the entries that were stored with its claim.</param>
internal sealed record MovedAttempt(MessageKey Key, Attempt Attempt, IReadOnlyList<long> EntriesSeen);
