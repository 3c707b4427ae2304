namespace OnsDlq.Messages;

/// <summary>One entry of a consumer group's dead-letter queue, as the service lists it.</summary>
/// <remarks>
/// Immutable. A message that was resent and failed again becomes another entry with the same <see cref="MsgId"/> and a later
/// <see cref="StoreTimestamp"/> (ons-api facts 0.1).
/// </remarks>
public sealed class DeadLetter
{
    private static readonly MessageProperties NoProperties = new(new Dictionary<string, string>());

    private readonly MessageProperties _properties = NoProperties;

    internal DeadLetter(string msgId, string groupId, string? instanceId, string regionId, long storeTimestamp)
    {
        MsgId = msgId;
        GroupId = groupId;
        InstanceId = instanceId;
        RegionId = regionId;
        StoreTimestamp = storeTimestamp;
    }

    /// <summary>The message ID, the same for every entry of one message.</summary>
    public string MsgId { get; }

    /// <summary>The consumer group whose dead-letter queue holds the entry.</summary>
    public string GroupId { get; }

    /// <summary>The instance that the group belongs to; null where neither the answer nor the caller named one.</summary>
    public string? InstanceId { get; }

    /// <summary>The region that was asked.</summary>
    public string RegionId { get; }

    /// <summary>
    /// The name in the journal of the service that showed the entry; null where it is not known. An entry of a rehearsal proves nothing about
    /// another service.
    /// </summary>
    internal string? Realm { get; init; }

    /// <summary>When a listing that showed the entry was asked for; null where it was looked up by its ID.</summary>
    internal Moment? ListedAt { get; init; }

    /// <summary>The business topic that the message was published to.</summary>
    public string? Topic { get; internal init; }

    /// <summary>The message tag (property TAGS).</summary>
    public string? Tag { get; internal init; }

    /// <summary>The message keys (property KEYS, split at spaces).</summary>
    public TextList Key { get; internal init; } = [];

    /// <summary>Which stay of the message in the queue this is, from 1; null where there is no journal.</summary>
    public int? Round { get; private set; }

    /// <summary>When the entry was stored, in local time.</summary>
    public DateTimeOffset StoreTime => DateTimeOffset.FromUnixTimeMilliseconds(StoreTimestamp).ToLocalTime();

    /// <summary>When the entry was stored, in ms since 1970-01-01 UTC: the form that survives a CSV or JSON file.</summary>
    public long StoreTimestamp { get; }

    /// <summary>When the producer made the message, in local time.</summary>
    public DateTimeOffset? BornTime { get; internal init; }

    /// <summary>When the service deletes the entry: three days after it was stored, in local time.</summary>
    public DateTimeOffset ExpiresAt => StoreTime + Retention;

    /// <summary>How many times the consumer group had failed to consume the message before it became a dead letter.</summary>
    public int? ReconsumeTimes { get; internal init; }

    /// <summary>The producer's address, ip:port.</summary>
    public string? BornHost { get; internal init; }

    /// <summary>The broker's address, ip:port.</summary>
    public string? StoreHost { get; internal init; }

    /// <summary>The size of the stored entry in bytes.</summary>
    public int? StoreSize { get; internal init; }

    /// <summary>CRC-32 of the raw body, masked with 0x7FFFFFFF.</summary>
    public int? BodyCrc { get; internal init; }

    /// <summary>All properties of the entry, by name.</summary>
    public IReadOnlyDictionary<string, string> Properties
    {
        get => _properties;
        internal init => _properties = value as MessageProperties ?? new(value);
    }

    /// <summary>The raw body in Base64; null unless it was asked for. In PowerShell this property gives the bytes.</summary>
    /// <remarks>ConvertTo-Json reads this one; PowerShell reads the one of the types file. So the body has one form in JSON and CSV files.</remarks>
    public string? Body => RawBody is null ? null : Convert.ToBase64String(RawBody);

    /// <summary>The body as text where it is UTF-8 without control characters other than tab and line ends; null otherwise.</summary>
    public string? BodyText { get; private set; }

    /// <summary>Whether the body's checksum is that of this entry; null where no body was read, or the entry has no checksum.</summary>
    public bool? BodyVerified { get; private set; }

    /// <summary>Who blocked this message, as user@machine; null where it is not blocked, or was not when it was read.</summary>
    public string? BlockedBy { get; private set; }

    /// <summary>Why it is blocked; null where it is not.</summary>
    public string? BlockReason { get; private set; }

    /// <summary>When its block ends by itself, in local time; null where it does not.</summary>
    public DateTimeOffset? BlockedUntil { get; private set; }

    /// <summary>
    /// How the last resend of this message ended: Accepted, Failed, Rejected or Unknown (see <see cref="StatusName"/>); null where none is known,
    /// or the last one is still in flight.
    /// </summary>
    public string? ResendState { get; private set; }

    /// <summary>When this message was last resent, in local time; null where no resend is known.</summary>
    public DateTimeOffset? LastResendTime { get; private set; }

    /// <summary>
    /// What the service has shown of the effect of the last resend: Consumed, ConsumeFailed, Returned or NotYetKnown (see
    /// <see cref="VerdictName"/>); null where nobody has asked (Wait-OnsDlqResend).
    /// </summary>
    public string? Verdict { get; private set; }

    /// <summary>How many entries of this message were listed, of which this is the newest; null unless -Unique asked for that.</summary>
    public int? EntryCount { get; private set; }

    internal byte[]? RawBody { get; private set; }

    /// <summary>
    /// When the entry was saved to the archive that it was read from, in local time; null where it comes from the service. The service may not
    /// have an archived entry any more.
    /// </summary>
    public DateTimeOffset? ArchivedAt { get; private set; }

    /// <summary>The store times of the listed entries of this message that are not shown, in ms since 1970-01-01 UTC.</summary>
    internal IReadOnlyList<long> EarlierEntries { get; private set; } = [];

    /// <summary>How long the service keeps an entry (ons-api facts 0.1).</summary>
    internal static TimeSpan Retention { get; } = TimeSpan.FromDays(3);

    /// <inheritdoc/>
    public override string ToString() => MsgId;

    /// <summary>The same entry with the body of its message, checked against the entry's checksum.</summary>
    internal DeadLetter WithBody(byte[] body)
    {
        var entry = (DeadLetter)MemberwiseClone();
        (entry.RawBody, entry.BodyText) = (body, Messages.BodyText.Of(body));
        entry.BodyVerified = BodyCrc is { } expected ? BodyChecksum.Of(body) == expected : null;
        return entry;
    }

    /// <summary>The same entry as the newest of its message.</summary>
    /// <param name="earlier">When the other entries of the message were stored, in ms since 1970-01-01 UTC.</param>
    internal DeadLetter AsNewest(IReadOnlyList<long> earlier)
    {
        var entry = (DeadLetter)MemberwiseClone();
        (entry.EntryCount, entry.EarlierEntries) = (earlier.Count + 1, earlier);
        return entry;
    }

    /// <summary>The same entry as the newest of several whose store times are not known.</summary>
    internal DeadLetter OfMany(int count)
    {
        var entry = (DeadLetter)MemberwiseClone();
        entry.EntryCount = count;
        return entry;
    }

    /// <summary>The same entry as one that was read from an archive.</summary>
    internal DeadLetter AsArchived(DateTimeOffset at)
    {
        var entry = (DeadLetter)MemberwiseClone();
        entry.ArchivedAt = at.ToLocalTime();
        return entry;
    }

    /// <summary>The same entry with what a journal knows of the message's resends.</summary>
    internal DeadLetter WithResend(int round, ResendStatus? state, DateTimeOffset? lastResendTime)
    {
        var entry = (DeadLetter)MemberwiseClone();
        (entry.Round, entry.ResendState, entry.LastResendTime) = (round, state?.ToString(), lastResendTime);
        return entry;
    }

    /// <summary>The same entry with what is known of the effect of the last resend.</summary>
    internal DeadLetter WithVerdict(EvidenceVerdict verdict)
    {
        var entry = (DeadLetter)MemberwiseClone();
        entry.Verdict = verdict.ToString();
        return entry;
    }

    /// <summary>The same entry with the block that is in force on its message.</summary>
    internal DeadLetter WithBlock(string by, string reason, DateTimeOffset? until)
    {
        var entry = (DeadLetter)MemberwiseClone();
        (entry.BlockedBy, entry.BlockReason, entry.BlockedUntil) = (by, reason, until?.ToLocalTime());
        return entry;
    }
}
