namespace OnsDlq.Operations;

/// <summary>What one consumer did with the messages of one topic. What the service did not give is 0.</summary>
/// <param name="OkTps">How many it consumed per second, in the last minute.</param>
/// <param name="FailedTps">How many it failed to consume per second, in the last minute.</param>
/// <param name="FailedPerHour">How many it failed to consume in the last hour.</param>
internal sealed record ConsumerRate(double OkTps, double FailedTps, long FailedPerHour);
