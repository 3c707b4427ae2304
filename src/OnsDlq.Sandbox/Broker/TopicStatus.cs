namespace OnsDlq.Sandbox.Broker;

/// <summary>How far a group is with one topic.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="TotalDiff">How many messages wait to be consumed.</param>
/// <param name="LastTimestamp">When the message that was consumed last was produced, in Unix ms; 0 where none was.</param>
/// <param name="DelayTime">How long the oldest waiting message has waited, in ms.</param>
internal sealed record TopicStatus(string Topic, long TotalDiff, long LastTimestamp, long DelayTime);
