namespace OnsDlq.Listing;

/// <summary>A consumer group to search.</summary>
/// <param name="GroupId">Its ID.</param>
/// <param name="InstanceId">Its instance; null where it is not known.</param>
internal readonly record struct NamedGroup(string GroupId, string? InstanceId);
