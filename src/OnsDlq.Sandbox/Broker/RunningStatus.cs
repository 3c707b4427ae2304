namespace OnsDlq.Sandbox.Broker;

/// <summary>What one consumer did with one topic.</summary>
/// <param name="Client">The consumer.</param>
/// <param name="Topic">The topic.</param>
/// <param name="OkTps">How many messages it consumed in a second, over the last minute.</param>
/// <param name="FailedTps">How many failed in a second, over the last minute.</param>
/// <param name="FailedCountPerHour">How many failed in the last hour.</param>
/// <param name="Rt">How long a message took, in ms.</param>
internal sealed record RunningStatus(ConsumerClient Client, string Topic, double OkTps, double FailedTps, long FailedCountPerHour, double Rt);
