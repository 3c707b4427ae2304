using OnsDlq.Errors;
using OnsDlq.Journal;
using OnsDlq.Messages;
using OnsDlq.Operations;
using OnsDlq.Transport;

namespace OnsDlq.Resend;

/// <summary>
/// Sends one message: claims it right before the first try is signed, renews the claim before each further try, settles it at the end.
/// </summary>
/// <remarks>
/// The journal writes in the order in which it is asked. So once a claim is durable, the settlement of the sender's last message is durable,
/// too. No request leaves before that: a sender that is killed leaves one message in doubt, not two.
/// </remarks>
/// <param name="environment">What a run works with.</param>
/// <param name="options">What the caller wants.</param>
/// <param name="guard">Decides again where the history has changed.</param>
/// <param name="waiting">Tells whether others have taken the message while it waited.</param>
/// <param name="record">The run's row.</param>
/// <param name="run">Whether the run continues.</param>
/// <param name="decided">The message.</param>
/// <param name="earlier">Completes when the same sender's last message is settled; never fails.</param>
/// <param name="earlierAttemptId">The last attempt of the same sender; empty where there is none, null where that is not known.</param>
internal sealed class MessageSend(
    ResendEnvironment environment, ResendOptions options, ResendGuard guard, WaitingMessages waiting, RunRecord record, RunState run,
    GuardedMessage decided, Task earlier, string? earlierAttemptId = null)
{
    /// <summary>By how much a lease is longer than the time-out of a try.</summary>
    public static readonly TimeSpan LeaseMargin = TimeSpan.FromSeconds(30);

    /// <summary>How old a signing date may be when the request is about to leave.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    // With a journal that is always slower than this, do not renew for ever: the service refuses an old signing date anyway.
    private const int MostRefreshes = 3;

    private readonly IResendJournal _journal = environment.Journal;
    private readonly TimeProvider _time = environment.Time;
    private Attempt? _attempt;
    private DateTimeOffset _signedAt;
    private bool _isPrepared;
    private bool _isOut;
    private int _tries;
    private DateTimeOffset? _startTime;
    private long _began;
    private ResendVerdict? _verdict;

    /// <summary>The attempt; null where the message was not claimed.</summary>
    public string? AttemptId => _attempt?.AttemptId;

    /// <summary>Sends the message and gives its outcome, which the caller then settles; never fails.</summary>
    /// <param name="stop">Ends the waiting before a try, and the try is not made. A try in flight continues.</param>
    /// <param name="abort">Aborts the try in flight.</param>
    public async Task<ResendOutcome> SendAsync(CancellationToken stop, CancellationToken abort)
    {
        ResendVerdict verdict;
        Exception? cause = null;
        try
        {
            var answer = await TryAsync(environment.Client.BeginResend(decided.Message, options.Calls), stop, abort).ConfigureAwait(false);
            verdict = ResendClassifier.Judge(decided.Message.MsgId, answer);
        }
        catch (Exception error)
        {
            if (RunFault.Is(error)) run.StopBecause(error);
            if (_attempt is null) return NotClaimed(error);

            // A try that never left was not executed; and each try is made only after proof that the one before was not executed.
            verdict = _isOut ? ResendClassifier.Judge(error) : new(ResendStatus.Rejected, new() { ErrorMessage = error.Message });
            cause = error;
        }

        _verdict = verdict with { Tries = _tries };
        return new(Result(_verdict), cause) { IsUntried = _tries == 0 };
    }

    /// <summary>
    /// Settles the claim with the message's outcome, where there is a claim. The journal is asked before this method returns its task; the task
    /// completes once the outcome is durable, and never fails.
    /// </summary>
    public async Task SettleAsync()
    {
        if (_attempt is null || _verdict is not { } verdict) return;
        var outcome = new AttemptOutcome(verdict)
        {
            Status = verdict.Status,
            Source = OutcomeSource.Holder,
            At = verdict.Date ?? environment.Clock.Latest,
        };
        try
        {
            await _journal.SettleAsync(_attempt.AttemptId, outcome, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The user still gets the outcome; in the journal the claim stays without one.
            run.StopBecause(error);
        }
    }

    private async Task<ResendAnswer> TryAsync(IResendCall call, CancellationToken stop, CancellationToken abort)
    {
        if (waiting.Taken(decided) is { } taken) throw Refused(taken);
        while (true)
        {
            await call.TakeTurnAsync(stop).ConfigureAwait(false);
            try
            {
                await PrepareAsync(stop).ConfigureAwait(false);
            }
            catch
            {
                call.GiveTurnBack();
                throw;
            }

            run.BeginTry();
            try
            {
                if (!await call.LeaveAsync(stop).ConfigureAwait(false)) continue;
                BeginTry();
                if (await call.SendAsync(_signedAt, abort).ConfigureAwait(false) is { } answer) return answer;
                _isOut = false;
            }
            finally
            {
                run.EndTry();
            }
        }
    }

    // A claim made or renewed for a try that missed its slot may still be fresh enough for the next turn.
    private async Task PrepareAsync(CancellationToken stop)
    {
        ThrowIfStopped();
        if (!_isPrepared) _signedAt = _attempt is null ? await ClaimAsync(stop).ConfigureAwait(false) : await RenewAsync().ConfigureAwait(false);
        _isPrepared = true;
        for (var refresh = 0; refresh < MostRefreshes && (_time.GetUtcNow() - _signedAt).Duration() > Freshness; refresh++)
            _signedAt = await RenewAsync().ConfigureAwait(false);

        ThrowIfStopped();

        // A claim protects only if others still find it: the journal's file may have been moved or deleted.
        await _journal.CheckAsync(stop).ConfigureAwait(false);
    }

    private void BeginTry()
    {
        (_isOut, _isPrepared) = (true, false);
        if (_tries++ > 0) return;
        _startTime = _time.GetLocalNow();
        _began = _time.GetTimestamp();
    }

    private void ThrowIfStopped()
    {
        if (!run.MayTry(first: _tries == 0)) throw new RunStoppedException();
    }

    // Neither claim nor renewal is cancelled: it would not be known whether it was written.
    private async Task<DateTimeOffset> ClaimAsync(CancellationToken stop)
    {
        var current = await SeenAsync(stop).ConfigureAwait(false);
        ThrowIfStopped();
        waiting.Remove(decided);
        await record.BeginAsync().ConfigureAwait(false);
        var attemptId = environment.Ids.Next();
        while (true)
        {
            var attempt = AttemptOf(current, attemptId);
            var claim = new Claim(current.Key, current.History.Version, attempt) { EntriesSeen = current.EntriesSeen, After = earlierAttemptId };
            if (await _journal.ClaimAsync(claim, CancellationToken.None).ConfigureAwait(false))
            {
                _attempt = attempt;
                await earlier.ConfigureAwait(false);
                return attempt.SignedAt;
            }

            waiting.NoteRefused();
            current = await guard.DecideAgainAsync(current, CancellationToken.None).ConfigureAwait(false);
            if (!current.Repeats(decided)) throw Refused(current);
            ThrowIfStopped();
        }
    }

    // What is known of the message may be out of date after waiting for its turn.
    private async Task<GuardedMessage> SeenAsync(CancellationToken cancellationToken)
    {
        var seen = guard.IsSeen(decided)
            ? await waiting.SeeAsync(decided, cancellationToken).ConfigureAwait(false)
            : await guard.SeeAsync(decided, cancellationToken).ConfigureAwait(false);
        return ReferenceEquals(seen, decided) || seen.Repeats(decided) ? seen : throw Refused(seen);
    }

    private ClaimRefusedException Refused(GuardedMessage changed) =>
        new(changed.Skip(guard.ReasonWithoutOverrides(changed), ClaimRefusedException.Words));

    private async Task<DateTimeOffset> RenewAsync()
    {
        var signedAt = SigningDate();
        if (!await _journal.RenewAsync(_attempt!.AttemptId, signedAt, LeaseUntil(), CancellationToken.None).ConfigureAwait(false))
        {
            throw new OnsDlqException(
                ErrorId.ClaimLost,
                "The message was blocked, or this process taken for dead, before the request was made, so it was not made.");
        }

        return signedAt;
    }

    private Attempt AttemptOf(GuardedMessage current, string attemptId) => new()
    {
        AttemptId = attemptId,
        RunId = record.RunId,
        Round = current.Decision.Round,
        Holder = environment.Holder,
        User = environment.User,
        ClaimedAt = environment.Clock.Now,
        LeaseUntil = LeaseUntil(),
        SignedAt = SigningDate(),
        NewestEntrySeen = current.NewestEntrySeen,
        IsListed = current.IsListed,
        Lifted = current.Decision.Lifted,
        Topic = current.Message.Label?.Topic,
        BornTime = current.Message.BornTime,
        CanaryId = decided.Canary?.CanaryId,
        Reason = options.Reason,
    };

    private DateTimeOffset LeaseUntil() => environment.Clock.Latest + options.Calls.TryTimeout + LeaseMargin;

    // In whole seconds, like the header.
    private DateTimeOffset SigningDate() => DateTimeOffset.FromUnixTimeSeconds(_time.GetUtcNow().ToUnixTimeSeconds());

    private ResendOutcome NotClaimed(Exception error) => error switch
    {
        ClaimRefusedException refused => refused.Outcome,
        RunStoppedException or OperationCanceledException or ServiceException { Id: ErrorId.CallAborted } =>
            decided.Skip(SkipReason.RunStopped, run.Fault?.Message),
        JournalException => decided.Skip(SkipReason.RunStopped, error.Message),
        _ => ResendOutcome.NotSent(decided.Message, error),
    };

    private ResendResult Result(ResendVerdict verdict) => new(decided.Message, verdict.Status, verdict)
    {
        Round = _attempt?.Round,
        AttemptId = _attempt?.AttemptId,
        RunId = _attempt?.RunId,
        StartTime = _startTime,
        DurationMs = _startTime is null ? null : (long)_time.GetElapsedTime(_began).TotalMilliseconds,
    };
}
