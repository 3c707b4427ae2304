namespace OnsDlq.Sandbox.Broker;

/// <summary>The parameters of a page query.</summary>
/// <param name="InstanceId">The instance, or null where only one has the group.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="Begin">The first store time of the range, in Unix ms.</param>
/// <param name="End">The last store time of the range, in Unix ms.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="PageSize">Entries on a page, or null for 20.</param>
/// <param name="TaskId">The listing to continue, or null to begin one.</param>
internal sealed record PageRequest(string? InstanceId, string GroupId, long Begin, long End, int Page, int? PageSize, string? TaskId);
