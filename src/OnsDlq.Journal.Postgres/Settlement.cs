namespace OnsDlq.Journal.Postgres;

/// <summary>What a holder says on how its attempt ended.</summary>
internal sealed record Settlement(string AttemptId, AttemptOutcome Outcome);
