namespace OnsDlq.Journal.Postgres;

/// <summary>A claim that was asked for.</summary>
internal sealed class ClaimWrite(Claim claim, long askedAt, CancellationToken cancellationToken) : Write<bool>(askedAt, cancellationToken)
{
    public Claim Claim => claim;

    public string AttemptId => claim.Attempt.AttemptId;
}
