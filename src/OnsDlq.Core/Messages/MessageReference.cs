namespace OnsDlq.Messages;

/// <summary>Which message is meant: what a resend needs to name it, whatever object it was read from.</summary>
/// <param name="RegionId">The region, as the connection names it.</param>
/// <param name="InstanceId">The instance; null where it is not known.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="MsgId">The message ID.</param>
/// <param name="StoreTimestamp">When the entry was stored, in ms since 1970-01-01 UTC; null where only an ID was given.</param>
internal sealed record MessageReference(string RegionId, string? InstanceId, string GroupId, string MsgId, long? StoreTimestamp)
{
    /// <summary>
    /// When the service listed the entry, in this session; null where it did not. What came through a file or was typed is no evidence that
    /// an entry exists, and what was looked up by its ID is no evidence that it is the newest.
    /// </summary>
    public Moment? ListedAt { get; init; }

    /// <summary>What people know it by; null where nothing of that is known.</summary>
    public MessageLabel? Label { get; init; }
}
