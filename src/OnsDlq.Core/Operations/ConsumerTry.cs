namespace OnsDlq.Operations;

/// <summary>One try of a consumer to consume a message, as its client traced it.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Client">The consumer's address; null where the trace has none.</param>
/// <param name="Time">When it began, on the consumer's clock, in ms since 1970-01-01 UTC.</param>
/// <param name="ReconsumeTimes">How many tries of the same delivery were made before; null where the trace does not say.</param>
/// <param name="Outcome">How it ended.</param>
internal sealed record ConsumerTry(string GroupId, string? Client, long Time, int? ReconsumeTimes, TryOutcome Outcome);
