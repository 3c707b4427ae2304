namespace OnsDlq.Sandbox.Broker;

/// <summary>How far a delivery is.</summary>
internal enum DeliveryState
{
    /// <summary>It waits for a consumer to come online.</summary>
    Waiting,

    /// <summary>A try failed; another one follows by the service's delays.</summary>
    Retrying,

    /// <summary>A try succeeded.</summary>
    Consumed,

    /// <summary>All tries failed: the message became a dead letter.</summary>
    Returned,
}
