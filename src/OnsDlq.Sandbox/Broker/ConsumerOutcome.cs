namespace OnsDlq.Sandbox.Broker;

/// <summary>What a group's consumers do with a delivery, including its sixteen retries.</summary>
internal enum ConsumerOutcome
{
    /// <summary>They consume it.</summary>
    Succeed,

    /// <summary>They fail it a number of times and consume it after that.</summary>
    FailTimes,

    /// <summary>They fail a number of tries of each delivery and consume it at a retry: no new dead letter.</summary>
    Retry,

    /// <summary>They fail it always.</summary>
    Fail,

    /// <summary>They begin each try and never return from it; after a quarter of an hour the service counts it as failed.</summary>
    Hang,

    /// <summary>No consumer is online: the delivery waits for one.</summary>
    Offline,
}
