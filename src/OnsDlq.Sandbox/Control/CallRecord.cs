namespace OnsDlq.Sandbox.Control;

/// <summary>The calls of one operation: when each was accepted or refused, in Unix ms on the service's clock.</summary>
internal sealed record CallRecord(List<long> Accepted, List<long> Refused);
