namespace OnsDlq.Resend;

/// <summary>A group whose consumers a run looks at.</summary>
/// <param name="groupId">The consumer group.</param>
/// <param name="instanceId">Its instance.</param>
internal sealed class WatchedGroup(string groupId, string? instanceId)
{
    private bool? _online;
    private int _queued;
    private volatile bool _wasQueued;

    public string GroupId => groupId;

    public string? InstanceId => instanceId;

    /// <summary>Completes when the group has been looked at, or could not be; never fails.</summary>
    public Task FirstLook { get; set; } = Task.CompletedTask;

    /// <summary>Whether the permission to look again is missing.</summary>
    public bool IsForbidden { get; set; }

    /// <summary>The time stamp since which the group has been offline, where it was online before; null otherwise.</summary>
    public long? OfflineSince { get; private set; }

    /// <summary>Counts a message as queued.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref _queued);
        _wasQueued = true;
    }

    /// <summary>Counts a queued message as done.</summary>
    public void Leave() => Interlocked.Decrement(ref _queued);

    /// <summary>
    /// Whether to look at it now: not where the run is done with it, lest other groups wait for its consumers; but until the end where they wait.
    /// </summary>
    public bool TakesLook()
    {
        var isInUse = _wasQueued || Volatile.Read(ref _queued) > 0;
        _wasQueued = false;
        return OfflineSince is not null || (isInUse && !IsForbidden);
    }

    /// <summary>Takes the result of a look.</summary>
    /// <param name="online">Whether a consumer is online; null where that is not known, which changes nothing.</param>
    /// <param name="now">The present time stamp.</param>
    public WatchedChange Note(bool? online, long now)
    {
        if (online is null) return WatchedChange.None;
        var (before, wasWaitedFor) = (_online, OfflineSince is not null);
        _online = online;
        OfflineSince = online.Value ? null : before == true ? now : OfflineSince;
        return (before, online.Value) switch
        {
            (null, false) => WatchedChange.OfflineAtStart,
            (true, false) => WatchedChange.WentOffline,
            (false, true) when wasWaitedFor => WatchedChange.CameBack,
            _ => WatchedChange.None,
        };
    }
}
