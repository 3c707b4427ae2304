using System.Collections.Concurrent;
using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Pace;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>
/// Looks at the consumers of the groups that a run sends to: once before it sends to a group, and again every minute. A group that is offline at the
/// start is a warning. One that goes offline meanwhile pauses the run until it is online again, and stops it after ten minutes.
/// </summary>
/// <remarks>
/// What waits for its turn when the run is paused, one message of each sender, is still sent.
/// A look that fails changes nothing and is told as a notice only. The looks are beside the sends and have paces of their own, so no send waits for
/// one: only the first look may hold a message back, and no longer than <see cref="Patience"/> in all.
/// </remarks>
/// <param name="client">The operations; null where the run does not look.</param>
/// <param name="options">The run's options.</param>
/// <param name="run">Stopped where a group stays offline.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Takes the warnings.</param>
internal sealed class ConsumerWatch(IConsumerClient? client, ResendOptions options, RunState run, TimeProvider time, Action<string> warn)
    : IAsyncDisposable
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>How long a run is paused before it is stopped.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>How long messages wait for first looks, in all.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long one look may take, with all tries of its call.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<QueueKey, WatchedGroup> _groups = new();
    private readonly CancellationTokenSource _end = new();
    private readonly object _gate = new();
    private readonly CallContext _calls = options.Looks with { RequestsPerSecond = PaceRule.DefaultRate };
    private TimeSpan _patience = Patience;
    private Task _looking = Task.CompletedTask;
    private TaskCompletionSource? _paused;

    private bool IsOff => client is null || options.IgnoreConsumer || options.Calls.IsWhatIf;

    /// <summary>Looks at the group of a message that may be sent, where this is the group's first one; never fails.</summary>
    public async ValueTask SeeAsync(GuardedMessage message)
    {
        if (IsOff || run.IsStopped) return;
        var key = message.Key;
        var group = _groups.GetValueOrDefault(QueueOf(key.InstanceId, key.GroupId)) ?? Begin(key);
        if (group.FirstLook.IsCompleted || _patience <= TimeSpan.Zero) return;
        var began = time.GetTimestamp();
        await Task.WhenAny(group.FirstLook, Task.Delay(_patience, time, run.Stopped)).ConfigureAwait(false);
        _patience -= time.GetElapsedTime(began);
    }

    /// <summary>Counts a message as queued: as long as its group has such messages, it is looked at.</summary>
    public void Enter(GuardedMessage message) => _groups.GetValueOrDefault(QueueOf(message.Key.InstanceId, message.Key.GroupId))?.Enter();

    /// <summary>Counts a message that was queued as done.</summary>
    public void Leave(ResendResult result) => _groups.GetValueOrDefault(QueueOf(result.InstanceId, result.GroupId))?.Leave();

    /// <summary>Waits while the run is paused, and not longer than it goes on; never fails.</summary>
    public async ValueTask PassAsync()
    {
        while (Volatile.Read(ref _paused) is { } paused && !run.IsStopped)
            await paused.Task.WaitAsync(LongestPause, time, run.Stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends the looks and waits for those that still run; never fails.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        await Task.WhenAll(_groups.Values.Select(group => group.FirstLook)).ConfigureAwait(false);
        _end.Dispose();
    }

    // A run is of one realm.
    private static QueueKey QueueOf(string? instanceId, string groupId) => new("", instanceId ?? "", MessageKey.GroupOf(groupId));

    private WatchedGroup Begin(MessageKey key)
    {
        lock (_gate)
        {
            var queue = QueueOf(key.InstanceId, key.GroupId);
            if (_groups.TryGetValue(queue, out var known)) return known;
            var group = new WatchedGroup(key.GroupId, key.InstanceId.Length == 0 ? null : key.InstanceId);
            group.FirstLook = Task.Run(() => LookFirstAsync(group));
            if (_groups.IsEmpty) _looking = Task.Run(LookEveryMinuteAsync);
            return _groups[queue] = group;
        }
    }

    private async Task LookEveryMinuteAsync()
    {
        try
        {
            while (!run.IsStopped)
            {
                await Task.Delay(NextLook(), time, _end.Token).ConfigureAwait(false);
                await Task.WhenAll(_groups.Values.Where(group => group.TakesLook()).Select(LookAgainAsync)).ConfigureAwait(false);
                StopIfTooLong();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private async Task LookFirstAsync(WatchedGroup group)
    {
        var status = await TryAsync(group, token => client!.GetStatusAsync(group.GroupId, group.InstanceId, detail: false, _calls, token))
            .ConfigureAwait(false);
        if (status is null) return;
        Note(group, status.Online, ConsumerStatusCodec.Action);
        if (status.SubscriptionSame == false)
        {
            warn($"The consumers of group {group.GroupId} subscribe to different topics or tags ({ConsumerStatusCodec.Action}: SubscriptionSame is "
                + "False): some of what is resent may never be consumed.");
        }
    }

    private async Task LookAgainAsync(WatchedGroup group)
    {
        var progress = await TryAsync(
            group, token => client!.GetProgressAsync(group.GroupId, group.InstanceId, _calls, token), () => group.IsForbidden = true).ConfigureAwait(false);
        Note(group, progress?.Online, ConsumerAccumulateCodec.Action);
    }

    // Whatever fails here is no reason not to send: the look is only told of.
    private async Task<T?> TryAsync<T>(WatchedGroup group, Func<CancellationToken, Task<T>> look, Action? forbidden = null) where T : class
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestLook, time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _end.Token);
            return await look(end.Token).WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (Exception) when (_end.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception failed)
        {
            if ((failed as OnsDlqException)?.Id == ErrorId.PermissionDenied) forbidden?.Invoke();
            _calls.Notice?.Invoke(
                $"Whether the consumers of group {group.GroupId} are online is not known, and it is resent all the same: {UserInfo.Strip(failed.Message)}");
            return null;
        }
    }

    private void Note(WatchedGroup group, bool? online, string source)
    {
        lock (_gate)
        {
            switch (group.Note(online, time.GetTimestamp()))
            {
                case WatchedChange.OfflineAtStart:
                    warn($"No consumer of group {group.GroupId} is online ({source}: Online is False). What is resent waits until one is.");
                    break;
                case WatchedChange.WentOffline:
                    warn(FormattableString.Invariant($"The consumers of group {group.GroupId} went offline. The run is paused until one is online again, for at most {LongestPause.TotalMinutes:0} min."));
                    break;
                case WatchedChange.CameBack:
                    warn($"A consumer of group {group.GroupId} is online again. The run goes on.");
                    break;
                default:
                    return;
            }

            var isPaused = _groups.Values.Any(one => one.OfflineSince is not null);
            if (isPaused) _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else Interlocked.Exchange(ref _paused, null)?.SetResult();
        }
    }

    private TimeSpan NextLook() => Longest() is { } longest && LongestPause - longest < Period ? LongestPause - longest : Period;

    private TimeSpan? Longest() => _groups.Values.Max(group => group.OfflineSince is { } since ? time.GetElapsedTime(since) : (TimeSpan?)null);

    private void StopIfTooLong()
    {
        if (_groups.Values.FirstOrDefault(one => one.OfflineSince is { } since && time.GetElapsedTime(since) >= LongestPause) is not { } group) return;
        run.StopBecause(new OnsDlqException(
            ErrorId.ConsumerOffline,
            FormattableString.Invariant($"No consumer of group {group.GroupId} has been online for {LongestPause.TotalMinutes:0} min. What was not sent yet is not sent.")));
        lock (_gate) Interlocked.Exchange(ref _paused, null)?.SetResult();
    }
}
