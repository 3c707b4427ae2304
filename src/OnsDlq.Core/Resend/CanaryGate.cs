using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// Holds the messages of a group back until its canary has passed. A run without a canary is refused where the group has an open one, and stopped where
/// another run begins one.
/// </summary>
/// <param name="environment">What a run works with.</param>
/// <param name="options">What the caller wants.</param>
/// <param name="record">The run's row.</param>
/// <param name="run">Whether the run continues.</param>
/// <param name="queue">Queues a message to be sent.</param>
/// <param name="tell">Takes the outcome of a message that is not sent.</param>
/// <param name="listener">Told of what happens; null for none.</param>
internal sealed class CanaryGate(
    ResendEnvironment environment, ResendOptions options, RunRecord record, RunState run, Func<GuardedMessage, CancellationToken, ValueTask> queue,
    Action<ResendOutcome> tell, IResendListener? listener)
{
    /// <summary>Among so many messages the canaries are chosen, at most.</summary>
    public const int MostHeld = 1_000;

    /// <summary>So often a run without a canary looks for one that another run has begun.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly AsyncLock _turn = new();
    private readonly Dictionary<QueueKey, long> _looked = [];
    private readonly Dictionary<QueueKey, string?> _failedBefore = [];
    private readonly Dictionary<QueueKey, CanaryFinding> _known = [];
    private readonly List<GuardedMessage> _held = [];
    private readonly List<(OnsDlqException Error, string GroupId)> _faults = [];

    /// <summary>Why groups were stopped, in the order of the stops; complete once the run has ended.</summary>
    public IReadOnlyList<(OnsDlqException Error, string GroupId)> Faults => _faults;

    /// <summary>Takes a message that may be sent; false where it is to be queued now.</summary>
    public async ValueTask<bool> TakeAsync(GuardedMessage message, CancellationToken cancellationToken)
    {
        using var turn = await _turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        var group = QueueKey.Of(message.Key);
        if (options.Canary is null && IsLookDue(group)) _known[group] = await LookAsync(group).ConfigureAwait(false);
        if (options.Canary is not null && !_failedBefore.ContainsKey(group))
            _failedBefore[group] = await FindAsync(group).ConfigureAwait(false) is { State: CanaryState.Failed } failed ? failed.CanaryId : null;
        if (_known.TryGetValue(group, out var finding))
        {
            if (finding.State == CanaryState.Passed || run.IsStopped) return false;
            tell(message.Skip(SkipReason.CanaryStopped, finding.Seen));
            return true;
        }

        if (run.IsStopped) return false;
        _held.Add(message);
        if (_held.Count >= MostHeld) await ProbeHeldAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Tries the messages that are held: no more will come.</summary>
    public async Task FinishAsync()
    {
        using var turn = await _turn.EnterAsync(CancellationToken.None).ConfigureAwait(false);
        await ProbeHeldAsync().ConfigureAwait(false);
    }

    private bool IsLookDue(QueueKey group) =>
        !_looked.TryGetValue(group, out var last) || environment.Time.GetElapsedTime(last) >= LookEvery;

    // Without a canary of its own, a run does not go past that of another.
    private async Task<CanaryFinding> LookAsync(QueueKey group)
    {
        _looked[group] = environment.Time.GetTimestamp();
        if (await FindAsync(group).ConfigureAwait(false) is { State: CanaryState.Open } open)
        {
            run.StopBecause(new OnsDlqException(
                ErrorId.CanaryOpen,
                $"Group {group.GroupId} has a canary of run {open.RunId} since {open.BegunAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}, and it is not known what became of its messages."));
        }

        return new(CanaryState.Passed, "");
    }

    private async Task<Canary?> FindAsync(QueueKey group)
    {
        try
        {
            return await environment.Journal.FindCanaryAsync(group, run.Stopped).ConfigureAwait(false);
        }
        catch (Exception error) when (!run.IsStopped)
        {
            run.StopBecause(error);
        }
        catch (OperationCanceledException)
        {
            // The run was stopped.
        }

        return null;
    }

    private async Task ProbeHeldAsync()
    {
        var groups = _held.GroupBy(message => QueueKey.Of(message.Key)).Select(group => (group.Key, Messages: CanarySpread.Of(group))).ToArray();
        _held.Clear();
        var findings = await Task.WhenAll(groups.Select(group => ProbeAsync(group.Key, group.Messages))).ConfigureAwait(false);
        foreach (var ((group, rest), finding) in groups.Zip(findings))
        {
            if (finding is not null) _known[group] = finding;
            foreach (var message in rest) await ReleaseAsync(message, finding).ConfigureAwait(false);
        }
    }

    private async Task ReleaseAsync(GuardedMessage message, CanaryFinding? finding)
    {
        try
        {
            if (run.IsStopped) tell(message.Skip(SkipReason.RunStopped, run.Fault?.Message));
            else if (finding?.State == CanaryState.Failed) tell(message.Skip(SkipReason.CanaryStopped, finding.Seen));
            else await queue(message, run.Stopped).ConfigureAwait(false);
        }
        catch (Exception) when (run.IsStopped)
        {
            tell(message.Skip(SkipReason.RunStopped, run.Fault?.Message));
        }
    }

    // Takes the messages that it sends out of the list. Null where nothing is known, since nothing was sent.
    private async Task<CanaryFinding?> ProbeAsync(QueueKey group, List<GuardedMessage> messages)
    {
        try
        {
            var probe = new CanaryProbe(environment, options, record, run, queue, _failedBefore[group], listener);
            var finding = await probe.RunAsync(group, messages).ConfigureAwait(false);
            if (finding is null or { State: CanaryState.Passed }) return finding;
            if (finding.State == CanaryState.Open && options.Canary!.GoesOnWhereInconclusive) return finding with { State = CanaryState.Passed };
            var isKnown = finding.State == CanaryState.Failed;
            lock (_faults)
            {
                _faults.Add((
                    new OnsDlqException(
                        isKnown ? ErrorId.CanaryFailed : ErrorId.CanaryInconclusive,
                        $"The rest of group {group.GroupId} is not sent, because of what became of its canary: {finding.Seen}."),
                    group.GroupId));
            }

            return finding with { State = CanaryState.Failed };
        }
        catch (Exception) when (run.IsStopped)
        {
            return null;
        }
        catch (Exception error)
        {
            run.StopBecause(error);
            return null;
        }
    }
}
