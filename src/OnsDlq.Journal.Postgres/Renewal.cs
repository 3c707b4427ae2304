namespace OnsDlq.Journal.Postgres;

/// <summary>A renewal of a claim, as it is asked for.</summary>
internal sealed record Renewal(string AttemptId, DateTimeOffset SignedAt, DateTimeOffset LeaseUntil);
