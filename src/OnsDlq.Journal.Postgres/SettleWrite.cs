namespace OnsDlq.Journal.Postgres;

/// <summary>A settlement by the holder that was asked for.</summary>
internal sealed class SettleWrite(Settlement settlement, long askedAt, CancellationToken cancellationToken) : Write<bool>(askedAt, cancellationToken)
{
    public Settlement Settlement => settlement;
}
