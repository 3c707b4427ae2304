namespace OnsDlq.Operations;

/// <summary>Which page of which listing is asked for.</summary>
/// <param name="GroupId">The consumer group.</param>
/// <param name="InstanceId">The instance; null where it is not known.</param>
/// <param name="BeginTime">The first store time of the range; sent as ms since 1970-01-01 UTC.</param>
/// <param name="EndTime">The last store time of the range, included.</param>
/// <param name="CurrentPage">The page, 1 to 50.</param>
/// <param name="PageSize">The entries in a page, 5 to 50; fixed for the task by the first call.</param>
/// <param name="TaskId">The task of the first call; null on the first call.</param>
internal sealed record DeadLetterPageQuery(
    string GroupId, string? InstanceId, DateTimeOffset BeginTime, DateTimeOffset EndTime, int CurrentPage, int PageSize, string? TaskId);
