using OnsDlq.Messages;

namespace OnsDlq.Journal;

/// <summary>An attempt with the message and the run it belongs to.</summary>
/// <param name="Key">The message.</param>
/// <param name="Version">The message's version when it was read.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Run">The run.</param>
internal sealed record RecordedAttempt(MessageKey Key, long Version, Attempt Attempt, BegunRun Run);
