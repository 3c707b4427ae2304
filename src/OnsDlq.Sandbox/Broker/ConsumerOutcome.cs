namespace OnsDlq.Sandbox.Broker;

/// <summary>What a group's consumers do with a delivery, its sixteen retries included.</summary>
internal enum ConsumerOutcome
{
    /// <summary>They consume it.</summary>
    Succeed,

    /// <summary>They fail it a number of times and consume it after that.</summary>
    FailTimes,

    /// <summary>They fail it always.</summary>
    Fail,

    /// <summary>Nobody is there: the delivery waits until somebody is.</summary>
    Offline,
}
