namespace OnsDlq.Messages;

/// <summary>Identifies a message for a resend, whatever object it was read from.</summary>
/// <param name="RegionId">The region, as the connection names it.</param>
/// <param name="InstanceId">The instance; null where it is not known.</param>
/// <param name="GroupId">The consumer group.</param>
/// <param name="MsgId">The message ID.</param>
/// <param name="StoreTimestamp">When the entry was stored, in ms since 1970-01-01 UTC; null where only an ID was given.</param>
internal sealed record MessageReference(string RegionId, string? InstanceId, string GroupId, string MsgId, long? StoreTimestamp)
{
    /// <summary>
    /// When the service listed the entry, in this session; null where it did not. A reference from a file or from the keyboard does not prove
    /// that an entry exists, and a look-up by ID does not prove that the entry is the newest.
    /// </summary>
    public Moment? ListedAt { get; init; }

    /// <summary>
    /// Where it is a row of a plan that does not send it: what the plan says, such as "Skipped, AlreadyResent"; null for everything else.
    /// </summary>
    public string? LeftOut { get; init; }

    /// <summary>Its label; null where it is not known.</summary>
    public MessageLabel? Label { get; init; }

    /// <summary>When the producer made the message, in UTC; null where that is not known.</summary>
    public DateTimeOffset? BornTime { get; init; }
}
