using OnsDlq.Errors;
using OnsDlq.Messages;
using OnsDlq.Transport;

namespace OnsDlq.Evidence;

/// <summary>Asks for traces, several side by side since a search takes its time, in the order that pays, until all are decided.</summary>
internal sealed class TraceRounds(EvidenceEnvironment environment, EvidenceOptions options, EvidenceRecorder recorder, IEvidenceListener listener)
{
    // The searches that the quota lets begin while one works for some seconds.
    private const int Width = 8;

    // After so many calls in a row that failed nothing more is asked for.
    private const int MostTroubles = 5;

    // How often the groups are listed again while traces are asked for: something may come back meanwhile.
    private static readonly TimeSpan ListEvery = TimeSpan.FromMinutes(2);

    // How long an idle worker sleeps at most: another one may have made something due.
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(500);

    private readonly object _gate = new();
    private readonly AskOrder _order = new();
    private readonly TraceReader _reader = new(environment, options);
    private readonly long _began = environment.Time.GetTimestamp();
    private TimeSpan _listed;
    private int _working;
    private int _troubles;
    private bool _isDenied;

    private TimeSpan Elapsed => environment.Time.GetElapsedTime(_began);

    /// <summary>Asks until all attempts are decided, or nothing new can be expected.</summary>
    /// <param name="wanted">The attempts.</param>
    /// <param name="list">Lists the groups again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OnsDlqException">Every call would fail.</exception>
    public async Task RunAsync(IReadOnlyList<EvidenceTarget> wanted, Func<Task> list, CancellationToken cancellationToken)
    {
        var now = environment.Clock.Latest;
        foreach (var target in wanted) _order.Add(target, Elapsed, now - (target.Attempt.EndedAt ?? now));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Width, wanted.Count)).Select(_ => Task.Run(() => WorkAsync(list, stop), cancellationToken)))
            .ConfigureAwait(false);
    }

    // An error of one worker ends the others, too.
    private async Task WorkAsync(Func<Task> list, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                EvidenceTarget? target;
                TimeSpan? wait;
                var mustList = false;
                lock (_gate)
                {
                    target = _isDenied ? null : _order.Next(Elapsed);
                    wait = _isDenied ? null : _order.Due - Elapsed;
                    if (target is null && wait is null && _working == 0) return;
                    if (Elapsed - _listed >= ListEvery) (mustList, _listed) = (true, Elapsed);
                    if (target is not null) _working++;
                }

                if (mustList) await list().ConfigureAwait(false);
                if (target is not null) await AskAsync(target, stop.Token).ConfigureAwait(false);
                else await Task.Delay(wait is { Ticks: > 0 } && wait < Nap ? wait.Value : Nap, environment.Time, stop.Token).ConfigureAwait(false);
            }
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task AskAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(target, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _order.AddAgain(target, Elapsed, environment.Clock.Latest);
                _working--;
            }
        }
    }

    private async Task LookAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsAskableAsync(target, cancellationToken).ConfigureAwait(false)) return;
            var tries = await _reader.ReadAsync(target, cancellationToken).ConfigureAwait(false);
            Interlocked.Exchange(ref _troubles, 0);

            // Somebody may have resent the message meanwhile: then what the traces show may be the effect of that.
            await recorder.RefreshAsync([target], cancellationToken).ConfigureAwait(false);
            if (tries is not null) target.Judge(tries, environment.Clock.Latest);
            await recorder.DecideAsync([target], cancellationToken).ConfigureAwait(false);
            listener.Looked(target);
        }
        catch (ServiceException error) when (error.Id == ErrorId.PermissionDenied)
        {
            target.Note(EvidenceReason.NoPermission, environment.Clock.Latest);
            if (Deny()) listener.Troubled(error, "No more traces are asked for.");
        }
        catch (ServiceException error) when (!EvidenceFault.Is(error) && Interlocked.Increment(ref _troubles) < MostTroubles)
        {
            listener.Troubled(error, $"What became of message {target.Key.MsgId} is asked for again later.");
        }
    }

    private async Task<bool> IsAskableAsync(EvidenceTarget target, CancellationToken cancellationToken)
    {
        var isKnown = await _reader.IdentifyAsync(target, cancellationToken).ConfigureAwait(false);
        EvidenceReason? reason = !isKnown ? EvidenceReason.NoTopic
            : EvidenceRule.IsTooOld(target.Attempt with { BornTime = target.BornTime }, environment.Clock.Earliest) ? EvidenceReason.TooOld
            : null;
        if (reason is null) return true;
        target.Note(reason.Value, environment.Clock.Latest);
        await recorder.DecideAsync([target], cancellationToken).ConfigureAwait(false);
        return false;
    }

    private bool Deny()
    {
        lock (_gate)
        {
            var isFirst = !_isDenied;
            _isDenied = true;
            return isFirst;
        }
    }
}
