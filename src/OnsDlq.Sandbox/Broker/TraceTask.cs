namespace OnsDlq.Sandbox.Broker;

/// <summary>A trace query in the background. Its result is that of the moment when it ends, and does not change any more.</summary>
/// <param name="QueryId">Its ID.</param>
/// <param name="Query">What it looks for.</param>
/// <param name="CreateTime">When it began, in Unix ms.</param>
/// <param name="EndTime">When its result is ready, in Unix ms.</param>
/// <param name="RemoveTime">When its result is deleted, in Unix ms.</param>
internal sealed record TraceTask(string QueryId, TraceQuery Query, long CreateTime, long EndTime, long RemoveTime)
{
    /// <summary>Its <c>Status</c> at a moment.</summary>
    public string StatusAt(long now) => now >= RemoveTime ? "removed" : now >= EndTime ? "finish" : "working";
}
