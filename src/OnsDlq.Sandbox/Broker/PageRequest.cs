namespace OnsDlq.Sandbox.Broker;

/// <summary>What a page query asks for.</summary>
/// <param name="InstanceId">The instance, or null where the group is in one only.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Begin">Store time of the range's begin, Unix ms, included.</param>
/// <param name="End">Store time of the range's end, Unix ms, included.</param>
/// <param name="Page">Which page, from 1.</param>
/// <param name="PageSize">Entries on a page, or null for 20.</param>
/// <param name="TaskId">The listing to go on with, or null to begin one.</param>
internal sealed record PageRequest(string? InstanceId, string GroupId, long Begin, long End, int Page, int? PageSize, string? TaskId);
