namespace OnsDlq.Operations;

/// <summary>A search for the traces of one message.</summary>
/// <param name="InstanceId">The instance; null where it is not known.</param>
/// <param name="Topic">The message's topic.</param>
/// <param name="MsgId">The message ID.</param>
/// <param name="Begin">The message was produced at or after this.</param>
/// <param name="End">The message was produced at or before this.</param>
internal sealed record TraceQuery(string? InstanceId, string Topic, string MsgId, DateTimeOffset Begin, DateTimeOffset End);
