namespace OnsDlq.Journal.Postgres;

/// <summary>A renewal that was asked for.</summary>
internal sealed class RenewWrite(Renewal renewal, long askedAt, CancellationToken cancellationToken) : Write<bool>(askedAt, cancellationToken)
{
    public Renewal Renewal => renewal;
}
