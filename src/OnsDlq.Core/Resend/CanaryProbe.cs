using OnsDlq.Journal;
using OnsDlq.Messages;

namespace OnsDlq.Resend;

/// <summary>
/// Runs the canary of one group: goes on with an open one or begins one, sends as many messages as it still lacks, and waits for what becomes of
/// them. The journal counts its claims, so that several processes, and one after a crash, send no more than its size in all.
/// </summary>
/// <param name="environment">What a run works with.</param>
/// <param name="options">What the caller wants.</param>
/// <param name="record">The run's row.</param>
/// <param name="run">Whether the run continues.</param>
/// <param name="queue">Queues a message to be sent.</param>
/// <param name="failedBefore">The group's canary that had failed before the run came to the group; null for none.</param>
/// <param name="listener">Told of what happens; null for none.</param>
internal sealed class CanaryProbe(
    ResendEnvironment environment, ResendOptions options, RunRecord record, RunState run, Func<GuardedMessage, CancellationToken, ValueTask> queue,
    string? failedBefore, IResendListener? listener)
{
    /// <summary>For how long a canary that has passed is good enough for another run.</summary>
    public static readonly TimeSpan PassLasts = TimeSpan.FromHours(1);

    private readonly IResendJournal _journal = environment.Journal;
    private readonly CanaryOptions _canary = options.Canary!;

    // The service's clock: the canary may be of another machine, whose own clock differs from this one's.
    private DateTimeOffset Now => environment.Clock.Now;

    /// <summary>Runs it. Null where it has no message, so that it says nothing.</summary>
    /// <param name="group">The group.</param>
    /// <param name="messages">The messages that may be sent, the best ones first; those that were given an outcome are taken out.</param>
    /// <exception cref="JournalException">The journal cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<CanaryFinding?> RunAsync(QueueKey group, List<GuardedMessage> messages)
    {
        while (true)
        {
            var newest = await _journal.FindCanaryAsync(group, run.Stopped).ConfigureAwait(false);
            if (newest is { State: CanaryState.Passed, EndedAt: { } ended } && (Now - ended).Duration() <= PassLasts
                && await ExecutedAsync(newest).ConfigureAwait(false) >= _canary.Size)
            {
                return new(CanaryState.Passed, newest.Seen ?? "");
            }

            // It failed while this run was running, which therefore is no rerun.
            if (newest is { State: CanaryState.Failed } && newest.CanaryId != failedBefore) return new(CanaryState.Failed, newest.Seen ?? "");
            if (await OpenAsync(group, newest).ConfigureAwait(false) is not { } canary) continue;

            await SendAsync(canary, messages).ConfigureAwait(false);
            run.Stopped.ThrowIfCancellationRequested();
            if (await ExecutedAsync(canary).ConfigureAwait(false) == 0)
            {
                // Another process had taken its places, and was refused, or has ended it: the messages that are left need one all the same.
                if (messages.Count > 0) continue;
                await _journal.EndCanaryAsync(canary.CanaryId, CanaryState.Inconclusive, Now, "no message was sent", CancellationToken.None).ConfigureAwait(false);
                return null;
            }

            var finding = await environment.Canaries.JudgeAsync(canary.CanaryId, _canary.Timeout, options.Looks, run.Stopped).ConfigureAwait(false);
            if (await EndAsync(canary, finding).ConfigureAwait(false)) return finding;
        }
    }

    // Null where another process was faster.
    private async Task<Canary?> OpenAsync(QueueKey group, Canary? newest)
    {
        var deadline = Now + _canary.Timeout;
        if (newest is { State: CanaryState.Open })
        {
            listener?.Tell($"Going on with the canary of group {group.GroupId} that run {newest.RunId} began.");
            var isOpen = await _journal.ContinueCanaryAsync(newest.CanaryId, _canary.Size, deadline, CancellationToken.None).ConfigureAwait(false);
            return isOpen ? newest : null;
        }

        await record.BeginAsync().ConfigureAwait(false);
        var canary = new Canary
        {
            CanaryId = environment.Ids.Next(),
            Queue = group,
            RunId = record.RunId,
            Size = _canary.Size,
            BegunAt = Now,
            Deadline = deadline,
        };
        return await _journal.BeginCanaryAsync(canary, CancellationToken.None).ConfigureAwait(false) ? canary : null;
    }

    // One that was not sent after all leaves room for the next.
    private async Task SendAsync(Canary canary, List<GuardedMessage> messages)
    {
        while (messages.Count > 0 && !run.IsStopped)
        {
            var lacking = _canary.Size - await ExecutedAsync(canary).ConfigureAwait(false);
            if (lacking <= 0) return;
            GuardedMessage[] chosen = [.. messages.Take(lacking).Select(message => message with { Canary = new(canary.CanaryId) })];
            messages.RemoveRange(0, chosen.Length);
            listener?.Tell(FormattableString.Invariant($"Sending {chosen.Length} messages of group {canary.Queue.GroupId} first, as its canary."));
            foreach (var message in chosen) await QueueAsync(message).ConfigureAwait(false);
            var outcomes = await Task.WhenAll(chosen.Select(message => message.Canary!.Settled)).ConfigureAwait(false);

            // Another process has sent the canary's last messages.
            messages.InsertRange(0, chosen.Where((_, index) => outcomes[index] is null).Select(message => message with { Canary = null }));
            if (outcomes.Any(outcome => outcome is null)) return;
        }
    }

    // What a stopped run does not take goes back to the others.
    private async Task QueueAsync(GuardedMessage message)
    {
        try
        {
            await queue(message, run.Stopped).ConfigureAwait(false);
        }
        catch (Exception) when (run.IsStopped)
        {
            message.Canary!.Settle(null);
        }
    }

    private async Task<int> ExecutedAsync(Canary canary)
    {
        var executed = 0;
        await foreach (var recorded in _journal.QueryAsync(new() { CanaryId = canary.CanaryId }, run.Stopped).ConfigureAwait(false))
        {
            if (recorded.Attempt.MayBeExecuted) executed++;
        }

        return executed;
    }

    // A canary of which nothing is known stays open, unless the run goes on all the same. False where another process has ended it.
    private async Task<bool> EndAsync(Canary canary, CanaryFinding finding)
    {
        CanaryState? state = finding.State != CanaryState.Open ? finding.State : _canary.GoesOnWhereInconclusive ? CanaryState.Inconclusive : null;
        return state is null
            || await _journal.EndCanaryAsync(canary.CanaryId, state.Value, Now, finding.Seen, CancellationToken.None).ConfigureAwait(false);
    }
}
